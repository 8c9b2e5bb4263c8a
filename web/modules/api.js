/** The program's HTTP interface, seen from the page. No other module calls fetch. */
import { visible } from "./format.js";
import { inEnglish, say } from "./language.js";

/** Something the server or the way to it refused: what it said, and whether asking again may help. */
export class ApiProblem extends Error {
  /** @param {{code: string, message: string, retryable: boolean, incident: string}} problem */
  constructor({ code, message, retryable, incident }) {
    super(message);
    Object.assign(this, { code, retryable, incident });
  }
}

/** `key` gives the key to present, or an empty text where none is needed.
 * @param {{base?: string, fetch?: typeof globalThis.fetch, key?: () => string}} [options] */
export function createApi({ base = "api/", fetch = globalThis.fetch.bind(globalThis), key = () => "" } = {}) {
  /** @param {string} path @param {RequestInit} [options] @returns {Promise<Response>} */
  async function call(path, options = {}) {
    let response;
    try {
      const authorization = key() ? { authorization: `Bearer ${key()}` } : {};
      response = await fetch(base + path, { credentials: "same-origin", ...options, headers: { ...options.headers, ...authorization } });
    } catch (error) {
      if (error?.name === "AbortError") throw error;
      throw new ApiProblem({ code: "unreachable", message: "", retryable: true, incident: "" });
    }
    if (!response.ok) throw await problemIn(response);
    return response;
  }

  /** @param {string} path @param {RequestInit} [options] @returns {Promise<any>} */
  async function json(path, options) {
    const response = await call(path, options);
    try {
      return response.status === 204 ? null : await response.json();
    } catch {
      throw new ApiProblem({ code: "unreadable", message: "", retryable: true, incident: "" });
    }
  }

  /** @param {string} path @returns {Promise<{blob: Blob, name: string}>} */
  async function file(path) {
    const response = await call(path);
    const [, name] = /filename="([\w.-]+)"/.exec(response.headers.get("content-disposition") ?? "") ?? [];
    return { blob: await response.blob(), name: name ?? "rally" };
  }

  const body = (/** @type {unknown} */ value) => ({ headers: { "content-type": "application/json" }, body: JSON.stringify(value) });
  const id = encodeURIComponent;

  return {
    get: (/** @type {string} */ path) => json(path),
    send: (/** @type {string} */ method, /** @type {string} */ path, /** @type {object | undefined} */ value = undefined) => json(path, { method, ...(value ? body(value) : {}) }),
    upload: (/** @type {string} */ path, /** @type {Blob} */ data) => json(path, { method: "PUT", body: data, headers: { "content-type": "application/octet-stream" } }),
    about: () => json("about"),
    words: (/** @type {string} */ language) => json(`../words/${language}.json`),
    sessions: async () => sessionRows(await json("sessions")),
    session: (/** @type {string} */ sessionId) => json(`sessions/${id(sessionId)}`),
    markets: async (/** @type {string | null} */ asOf) => (await json(`markets${asOf ? `?as_of=${id(asOf)}` : ""}`)).markets,
    findSessions: async (/** @type {string} */ words) => (await json(`sessions/found?q=${id(words)}`)).found,
    changeSession: async (/** @type {string} */ sessionId, /** @type {object} */ changes) =>
      sessionRows([await json(`sessions/${id(sessionId)}`, { method: "PATCH", ...body(changes) })])[0],
    annotate: (/** @type {string} */ turnId, /** @type {object} */ changes) => json(`turns/${id(turnId)}`, { method: "PATCH", ...body(changes) }),
    pins: async () => (await json("turns?pinned=true")).turns,
    remove: (/** @type {string} */ sessionId) => json(`sessions/${id(sessionId)}`, { method: "DELETE" }),
    chart: (/** @type {string} */ path) => json(path),
    picture: async (/** @type {string} */ path, /** @type {string} */ format) => (await call(`${path}&format=${format}`)).blob(),
    document: (/** @type {string} */ docId, /** @type {number | null | undefined} */ version) =>
      json(`documents/${id(docId)}${version ? `?version=${id(String(version))}` : ""}`),

    story: (/** @type {string} */ docId) => json(`documents/${id(docId)}/story`),

    /** Asks: a stream of events. @param {object} request @param {AbortSignal} signal @returns {Promise<Response>} */
    ask(request, signal) {
      const asked = body(request);
      return call("chat", { method: "POST", signal, ...asked, headers: { ...asked.headers, accept: "text/event-stream", "x-may-resume": "true" } });
    },

    /** A turn's events after the last one that arrived. @param {string} turnId @param {number} after @param {AbortSignal} signal @returns {Promise<Response>} */
    resume: (turnId, after, signal) => call(`turns/${id(turnId)}/events?after=${after}`, { signal }),

    /** A session, or one answer of it, as a file. @param {string} sessionId @param {string} format @param {string} turnId */
    export: (sessionId, format, turnId) => file(`sessions/${id(sessionId)}/export?format=${id(format)}&lang=${inEnglish() ? "en" : "zh"}${turnId ? `&turn=${id(turnId)}` : ""}`),

    share: (/** @type {string} */ sessionId) => json(`sessions/${id(sessionId)}/share`),
    makeShare: (/** @type {string} */ sessionId) => json(`sessions/${id(sessionId)}/share`, { method: "POST" }),
    revokeShare: (/** @type {string} */ sessionId) => json(`sessions/${id(sessionId)}/share`, { method: "DELETE" }),

    lists: async () => (await json("batches")).batches,
    list: (/** @type {string} */ batchId) => json(`batches/${id(batchId)}`),
    sendList: (/** @type {object} */ list) => json("batches", { method: "POST", ...body(list) }),
    changeList: (/** @type {string} */ batchId, /** @type {string} */ verb) => json(`batches/${id(batchId)}/${verb}`, { method: "POST" }),
    removeList: (/** @type {string} */ batchId) => json(`batches/${id(batchId)}`, { method: "DELETE" }),
    exportList: (/** @type {string} */ batchId, /** @type {string} */ format) => file(`batches/${id(batchId)}/export?format=${id(format)}&lang=${inEnglish() ? "en" : "zh"}`),

    stop: (/** @type {string} */ turnId) => json(`turns/${id(turnId)}/stop`, { method: "POST" }),
  };
}

/** @param {Response} response @returns {Promise<ApiProblem>} */
async function problemIn(response) {
  const said = await response.json().then((value) => value?.error ?? {}, () => ({}));
  return new ApiProblem({
    code: String(said.code ?? `http_${response.status}`),
    message: visible(said.message),
    retryable: said.retryable ?? response.status >= 500,
    incident: visible(said.incident || response.headers.get("x-incident") || ""),
  });
}

/** @param {any} answer @returns {{session_id: string, title: string, updated_at: string}[]} */
function sessionRows(answer) {
  const rows = Array.isArray(answer) ? answer : answer?.sessions ?? [];
  return rows.map((row) => ({
    ...row, session_id: String(row.session_id ?? row.id), title: visible(row.title) || say("Untitled"), tags: (row.tags ?? []).map(visible),
  }));
}
