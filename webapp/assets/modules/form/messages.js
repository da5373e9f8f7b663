// What a person reads when a value is refused; twin of forms/messages.py, same words.
import words from "../../../../forms/messages.json" with { type: "json" };

const CHOSEN = new Set(
  ("officers officer role_officer party item matter record document documents benchmark evidence clauses factors" +
    " radio select checkboxes yesno date datetime").split(" "),
);
const BOUNDS = new Set(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "x-min", "x-max"]);
const MISSING = { files: "files", photo: "files", signature: "signature", rows: "rows" };

export function say(key, gaps = {}) {
  let text = words[key];
  for (const [name, value] of Object.entries(gaps)) text = text.replaceAll(`{${name}}`, () => String(value));
  return text;
}

export const kind = (name) => words[`kind.${name}`];

export const titleOf = (field) => String(field["x-label"] || field.title);

export function missing(field) {
  const widget = field["x-widget"];
  const key = MISSING[widget] ?? (CHOSEN.has(widget) ? "chosen" : "typed");
  return say(`required.${key}`, { title: titleOf(field) });
}

export function violated(field, keyword, limit, value) {
  const title = titleOf(field);
  const widget = field["x-widget"];
  if (keyword === "type") return say("type", { title, kind: kind(field.type) });
  if (["minItems", "maxItems"].includes(keyword) && ["officers", "rows"].includes(widget))
    return say(`${keyword}.${widget}`, { title, limit });
  if (BOUNDS.has(keyword) && field["x-unit"]) limit = `${limit} ${field["x-unit"]}`;
  const length = typeof value === "string" ? [...value].length : Array.isArray(value) ? value.length : 0;
  return say(keyword, { title, limit, length });
}

// The field at a path, and the path cut at the field people see: entries of a plain list are none.
export function locate(schema, path) {
  let field = schema;
  for (let index = 0; index < path.length; index += 1) {
    const step = path[index];
    if (typeof step === "number") {
      if (!field.items?.properties) return [field, path.slice(0, index)];
      field = { ...field, properties: field.items.properties };
    } else if (Object.hasOwn(field.properties ?? {}, step)) {
      field = field.properties[step];
    } else {
      return [field, path.slice(0, index + 1)];
    }
  }
  return [field, path];
}

// Name the rows that a path runs through before message and title.
export function place(schema, path, message) {
  let title = "";
  for (let index = path.length - 1; index >= 0; index -= 1) {
    const step = path[index];
    if (typeof step === "number") {
      const name = titleOf(locate(schema, path.slice(0, index))[0]);
      message = say("row", { title: name, number: step + 1, message });
      title = say("row.title", { title: name, number: step + 1, inner: title }).trim();
    } else if (!title) {
      const [field] = locate(schema, path.slice(0, index + 1));
      if (field.title) title = titleOf(field);
    }
  }
  return { message, title };
}
