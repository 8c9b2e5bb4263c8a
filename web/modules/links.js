/** Which addresses may become links. Pure. */

/** The address and host of an http(s) link, or null for anything else. Hosts come out in ASCII, so look-alikes show.
 * @param {unknown} address @returns {{href: string, host: string} | null} */
export function safeLink(address) {
  if (typeof address !== "string" || !/^https?:\/\//i.test(address.trim())) return null;
  try {
    const url = new URL(address.trim());
    if (url.username || url.password) return null; // "https://reuters.com@elsewhere" reads as another host
    return url.protocol === "http:" || url.protocol === "https:" ? { href: url.href, host: url.host } : null;
  } catch {
    return null;
  }
}
