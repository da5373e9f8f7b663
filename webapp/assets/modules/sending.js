// Requests of our own scripts: they carry the token that forms carry, and say in Chinese what went wrong.
const token = () => JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";

export const AWAY = "网络连接中断，内容仍在本页，请稍后重试";

export class Refused extends Error {
  constructor(status, words) {
    super(words);
    this.status = status;
  }
}

export async function send(address, body, headers = {}, isSecond = false) {
  let response;
  try {
    response = await fetch(address, {
      method: "POST",
      body,
      credentials: "same-origin",
      headers: { "X-CSRFToken": token(), Accept: "application/json", ...headers },
    });
  } catch {
    throw new Refused(0, AWAY);
  }
  if (response.redirected || response.status === 401) throw new Refused(401, "登录已失效，请重新登录；内容仍在本页");
  if (response.ok) return response;
  const problem = await told(response);
  if (problem.title === "页面已过期" && !isSecond && (await renewToken())) return send(address, body, headers, true);
  throw new Refused(response.status, problem.detail ?? `没有成功（${response.status}）`);
}

// Somebody signed in anew in another tab: this page goes on with the token of now.
async function renewToken() {
  const answer = await fetch(window.location.href, { credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[name=csrf_token]")?.value;
  if (!fresh || page.body.dataset.owner !== document.body.dataset.owner) return false;
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": fresh }));
  for (const field of document.querySelectorAll("[name=csrf_token]")) field.value = fresh;
  return true;
}

export const sendJson = (address, value) =>
  send(address, JSON.stringify(value), { "Content-Type": "application/json" });

// A file on its way; `progress` is called with the share that has arrived.
export function sendFile(address, file, name, progress = () => {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("file", file, name);
    request.open("POST", address);
    request.setRequestHeader("X-CSRFToken", token());
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => event.lengthComputable && progress(event.loaded / event.total));
    request.addEventListener("load", () => {
      if (request.status === 200 && request.response?.digest) resolve(request.response);
      else reject(new Refused(request.status, request.response?.detail ?? `上传没有成功（${request.status}）`));
    });
    request.addEventListener("error", () => reject(new Refused(0, AWAY)));
    request.send(body);
  });
}

async function told(response) {
  try {
    return await response.json();
  } catch {
    return {};
  }
}
