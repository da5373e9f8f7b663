// Take what was typed into canonical values, fill and hide; twins of forms/taking.py and reading.py.
import { birthIn, sexIn } from "./formats.js";
import { matches } from "./judging.js";
import { kind, place, say, titleOf } from "./messages.js";
import { BIG, cleanText, isUnsafe, plain, readNumber } from "./normalizing.js";
import { unprintable } from "./printable.js";

const MAX_DEPTH = 8;
const NOTHING = [undefined, undefined];
const TRUTH = { true: true, yes: true, false: false, no: false };
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const same = (left, right) => JSON.stringify(left) === JSON.stringify(right);
const within = (inner, outer) => inner === outer || inner.startsWith(`${outer}.`);

// The state that the steps share: values, problems by path, what is hidden.
export class Judgement {
  constructor(schema) {
    this.schema = schema;
    this.values = {};
    this.typed = {};
    this.problems = new Map();
    this.hidden = new Set();
    this.off = new Set(); // hidden, by the row numbers of the page
    this.origins = new Map(); // list → the page's row numbers of the rows that were kept
  }

  add(path, message) {
    const key = path.join(".");
    if (!this.problems.has(key)) this.problems.set(key, { path, message });
  }

  hide(path) {
    const key = path.join(".");
    this.hidden.add(key);
    if (!path.some(Number.isInteger)) this.off.add(key);
    for (const known of [...this.problems.keys()]) if (within(known, key)) this.problems.delete(known);
  }

  // Note what is hidden in a row; forget it for an untouched row, since the next takes its number.
  closeRow(path, original, kept) {
    const key = path.join(".");
    const list = path.slice(0, -1).join(".");
    for (const gone of [...this.hidden].filter((known) => known.startsWith(`${key}.`))) {
      this.off.add(`${list}.${original}${gone.slice(key.length)}`);
      if (!kept) this.hidden.delete(gone);
    }
    if (kept) this.origins.set(list, [...(this.origins.get(list) ?? []), original]);
  }

  // A path by the row numbers of the page.
  onPage(path) {
    return path.map((step, at) =>
      typeof step === "number" ? (this.origins.get(path.slice(0, at).join("."))?.[step] ?? step) : step,
    );
  }

  isHidden(path) {
    const key = path.join(".");
    return [...this.hidden].some((gone) => within(key, gone));
  }

  isBad(path) {
    const key = path.join(".");
    return [...this.problems.keys()].some((known) => within(known, key) || within(key, known));
  }

  errors() {
    return [...this.problems.values()]
      .map(({ path, message: short }) => ({ path, short, order: this.order(path), ...place(this.schema, path, short) }))
      .sort((left, right) => compare(left.order, right.order))
      .map(({ path, message, title, short }) => {
        const at = this.onPage(path).join(".");
        return { path: path.join("."), at, message, title, short };
      });
  }

  order(path) {
    let here = this.schema;
    return path.map((step) => {
      if (typeof step === "number") {
        here = here.items ?? {};
        return step;
      }
      const names = Object.keys(here.properties ?? {});
      here = here.properties?.[step] ?? {};
      return names.includes(step) ? names.indexOf(step) : names.length;
    });
  }
}

function compare(left, right) {
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    if (left[at] !== right[at]) return left[at] - right[at];
  }
  return left.length - right.length;
}

// [[name, value], …] of a page → one nested value; row numbers become lists, gaps closed.
export function nest(entries) {
  const root = Object.create(null);
  const values = new Map();
  for (const [name, value] of entries) {
    if (name.startsWith("_") || name === "csrf_token") continue;
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  for (const [name, found] of values) put(root, name.split("."), found);
  return Object.fromEntries(Object.entries(root).map(([name, value]) => [name, listed(value)]));
}

function put(root, steps, found) {
  let here = root;
  for (const step of steps.slice(0, -1)) {
    if (!(step in here)) here[step] = Object.create(null);
    else if (!isObject(here[step])) here[step] = Object.assign(Object.create(null), { "": here[step] });
    here = here[step];
    if (steps.length > MAX_DEPTH * 2) break;
  }
  here[steps.at(-1)] = found.length === 1 ? found[0] : found;
}

function listed(value) {
  if (!isObject(value)) return value;
  const inner = Object.entries(value).map(([key, part]) => [key, listed(part)]);
  if (inner.length && inner.every(([key]) => /^[0-9]{1,4}$/.test(key)))
    return inner.sort(([left], [right]) => Number(left) - Number(right)).map(([, part]) => part);
  return Object.fromEntries(inner);
}

export function* findHostile(value, path = []) {
  if (path.length > MAX_DEPTH) {
    yield [path.slice(0, 1), say("deep")];
  } else if (Array.isArray(value)) {
    for (const [at, inner] of value.entries()) yield* findHostile(inner, [...path, at]);
  } else if (isObject(value)) {
    for (const [key, inner] of Object.entries(value)) {
      if (key === "typename") yield [path.length ? path.slice(0, 1) : [key], say("reserved")];
      yield* findHostile(inner, [...path, key]);
    }
  }
}

export function take(result, nested, fixed) {
  [result.values, result.typed] = takeObject(result, fixed, result.schema, nested, []);
}

function takeObject(result, fixed, owner, raw, path) {
  const fields = owner.properties;
  for (const name of Object.keys(raw)) {
    if (!Object.hasOwn(fields, name)) result.add([...path, name], say("unknown", { name: [...name].slice(0, 40).join("") }));
  }
  const values = {};
  const typed = {};
  for (const [name, field] of Object.entries(fields)) {
    const own = [...path, name];
    const source = field.readOnly ? fixed : raw;
    let given = Object.hasOwn(source, name) ? source[name] : undefined;
    if (field["x-known"] && Object.hasOwn(fixed, name)) given = known(result, field, given, fixed[name], own);
    const [found, shown] = takeValue(result, fixed, field, given, own);
    const value = filled(result, field, given, found, own);
    if (shown !== undefined) typed[name] = shown;
    if (field["x-show"] && !matches(field["x-show"], values)) {
      if (!contradicted(result, fields, field, value, values, own)) result.hide(own);
    } else if (value !== undefined) values[name] = value;
  }
  return [values, typed];
}

// What the record says; what was typed against it is refused, both being named.
function known(result, field, given, fact, path) {
  const [read] = takeValue(result, {}, field, given, path);
  const [said] = takeValue(result, {}, field, fact, path);
  if (read !== undefined && !same(read, said)) {
    result.add(path, say("known", { title: titleOf(field), known: String(fact), given: String(given) }));
  }
  return fact;
}

// What an identity number says otherwise is refused, both being named; it is shown till then.
function contradicted(result, fields, field, value, values, path) {
  const number = values[field["x-told-by"]];
  if (value === undefined || number === undefined) return false;
  const names = field["x-enumNames"];
  const given = names ? (names[field.enum.indexOf(value)] ?? String(value)) : String(value);
  const known = names ? sexIn(number) : birthIn(number);
  if (!known || known === given) return false;
  result.add(path, say("told", { title: titleOf(field), other: titleOf(fields[field["x-told-by"]]), known, given }));
  return true;
}

function filled(result, field, given, value, path) {
  if (value !== undefined || result.problems.has(path.join("."))) return value;
  if ("const" in field) return field.const;
  return given === undefined && "default" in field ? field.default : undefined;
}

function takeValue(result, fixed, field, given, path) {
  if (given === undefined || given === null) return NOTHING;
  if (field.type === "array") return takeArray(result, fixed, field, given, path);
  if (field.type === "object") return takeGroup(result, fixed, field, given, path);
  if (Array.isArray(given)) {
    result.add(path, say("repeated", { title: titleOf(field) }));
    return NOTHING;
  }
  return takeScalar(result, field, given, path);
}

function takeGroup(result, fixed, field, given, path) {
  if (!isObject(given)) return given === "" ? NOTHING : wrong(result, field, given, path);
  const [values, typed] = takeObject(result, fixed, field, given, path);
  const untouched = Object.entries(values).every(([name, value]) => {
    const own = field.properties[name];
    return same(value, "const" in own ? own.const : own.default);
  });
  return untouched && !result.isBad(path) ? NOTHING : [values, typed];
}

function takeArray(result, fixed, field, given, path) {
  if (typeof given === "string") given = [given];
  if (!Array.isArray(given)) return wrong(result, field, given, path);
  const items = { ...field.items, title: titleOf(field) };
  const hasRows = "properties" in items;
  const values = [];
  const typed = [];
  for (const [original, part] of given.entries()) {
    const own = hasRows ? [...path, values.length] : path;
    const [value, shown] = takeValue(result, fixed, items, part, own);
    const kept = value !== undefined || shown !== undefined;
    if (hasRows) result.closeRow(own, original, kept);
    if (!kept) continue;
    typed.push(shown);
    if (hasRows || value !== undefined) values.push(value ?? {});
  }
  return values.length || typed.length ? [values, typed] : NOTHING;
}

function takeScalar(result, field, given, path) {
  if (typeof given === "string") {
    if (isUnsafe(given.replaceAll("\r", ""))) {
      result.add(path, say("characters", { title: titleOf(field) }));
      return NOTHING;
    }
    const text = cleanText(given, field.format);
    if (text === "") return NOTHING;
    return (field.type === "string" ? words : parsed)(result, field, text, path);
  }
  if (field.type === "boolean" && typeof given === "boolean") return [given, given];
  if (["integer", "number"].includes(field.type) && typeof given === "number")
    return parsed(result, field, Math.abs(given) <= BIG ? plain(given) : String(BIG + 1), path);
  return wrong(result, field, given, path);
}

function words(result, field, text, path) {
  const letter = unprintable(text);
  if (!letter) return [text, text];
  const code = letter.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
  result.add(path, say("unprintable", { title: titleOf(field), letter, code }));
  return [undefined, text];
}

function parsed(result, field, text, path) {
  if (field.type === "boolean") {
    const found = Object.hasOwn(TRUTH, text) ? TRUTH[text] : undefined;
    return found === undefined ? wrong(result, field, text, path) : [found, found];
  }
  const number = readNumber(text);
  if (number === null || (field.type === "integer" && !/^[+-]?[0-9]+(\.0+)?$/.test(number))) {
    result.add(path, say(field.type, { title: titleOf(field) }));
    return [undefined, text];
  }
  if (Math.abs(Number(number)) > BIG) {
    result.add(path, say("big", { title: titleOf(field) }));
    return [undefined, text];
  }
  return [Number(number) || 0, text];
}

function wrong(result, field, given, path) {
  result.add(path, say("type", { title: titleOf(field), kind: kind(field.type ?? "string") }));
  return [undefined, typeof given === "string" ? given : undefined];
}
