/** Puts text into the clipboard, and says whether it is there. @param {string} text @returns {Promise<boolean>} */
export async function copied(text) {
  const area = document.createElement("textarea"); // where the clipboard is not open to pages (plain http)
  return (navigator.clipboard?.writeText(text) ?? Promise.reject()).then(() => true, () => {
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  });
}
