// Judge values by our share of JSON Schema 2020-12; twin of forms/judging.py.
//
// It interprets instead of compiling: ajv writes code at run time, which our content security
// policy forbids. tests/forms holds it to the answers of jsonschema and of ajv.
import { CHECKS, comparable } from "./formats.js";
import { locate, missing, say, titleOf, violated } from "./messages.js";
import { plain } from "./normalizing.js";

export const PRECEDENCE = [
  "type", "const", "enum", "format", "maxLength", "minLength", "pattern", "x-decimals", "x-min", "x-max",
  "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minItems", "maxItems", "uniqueItems",
];
const has = (value, name) => Object.hasOwn(value, name);
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const same = (left, right) => JSON.stringify(left) === JSON.stringify(right);
const length = (text) => [...text].length;

const TYPES = {
  string: (value) => typeof value === "string",
  integer: Number.isInteger,
  number: (value) => typeof value === "number",
  boolean: (value) => typeof value === "boolean",
  array: Array.isArray,
  object: isObject,
};

function below(left, right) {
  const low = comparable(left);
  const high = comparable(right);
  return typeof low === typeof high && low < high;
}

function decimals(value) {
  return (plain(value).split(".")[1] ?? "").replace(/0+$/, "").length;
}

const text = (judge) => (limit, value) => typeof value === "string" && judge(limit, value);
const number = (judge) => (limit, value) => typeof value === "number" && judge(limit, value);
const list = (judge) => (limit, value) => Array.isArray(value) && judge(limit, value);

// Keyword → tells whether the value breaks it.
const BROKEN = {
  type: (limit, value) => !TYPES[limit](value),
  const: (limit, value) => !same(limit, value),
  enum: (limit, value) => !limit.some((one) => same(one, value)),
  minLength: text((limit, value) => length(value) < limit),
  maxLength: text((limit, value) => length(value) > limit),
  pattern: text((limit, value) => !new RegExp(limit, "u").test(value)),
  "x-min": text((limit, value) => below(value, limit)),
  "x-max": text((limit, value) => below(limit, value)),
  "x-decimals": number((limit, value) => decimals(value) > limit),
  minimum: number((limit, value) => value < limit),
  maximum: number((limit, value) => value > limit),
  exclusiveMinimum: number((limit, value) => value <= limit),
  exclusiveMaximum: number((limit, value) => value >= limit),
  minItems: list((limit, value) => value.length < limit),
  maxItems: list((limit, value) => value.length > limit),
  uniqueItems: list((limit, value) => limit && new Set(value.map((one) => JSON.stringify(one))).size < value.length),
  contains: () => false, // conditions only, see below
};

// Yield {path, keyword, limit, part, value} for everything that breaks; formats where asked.
export function* broken(part, value, path, formats) {
  for (const [keyword, limit] of Object.entries(part)) {
    if (BROKEN[keyword]?.(limit, value)) yield { path, keyword, limit, part, value };
  }
  if (formats && part.format && typeof value === "string") {
    const reason = CHECKS[part.format](value);
    if (reason) yield { path, keyword: "format", limit: reason, part, value };
  }
  if (Array.isArray(value) && isObject(part.items)) {
    for (const [at, one] of value.entries()) yield* broken(part.items, one, [...path, at], formats);
  }
  if (isObject(value)) yield* brokenObject(part, value, path, formats);
  if (Array.isArray(value) && part.contains && !holdsEnough(part, value))
    yield { path, keyword: "contains", limit: part.contains, part, value };
  yield* brokenBranches(part, value, path, formats);
}

function* brokenObject(part, value, path, formats) {
  for (const name of part.required ?? []) {
    if (!has(value, name)) yield { path: [...path, name], keyword: "required", part };
  }
  for (const [name, others] of Object.entries(part.dependentRequired ?? {})) {
    for (const other of others) {
      if (has(value, name) && !has(value, other)) yield { path: [...path, other], keyword: "required", part };
    }
  }
  for (const [name, inner] of Object.entries(part.properties ?? {})) {
    if (has(value, name)) yield* broken(inner, value[name], [...path, name], formats);
  }
}

function* brokenBranches(part, value, path, formats) {
  for (const branch of part.allOf ?? []) yield* broken(branch, value, path, formats);
  if (part.if) {
    const branch = matches(part.if, value) ? part.then : part.else;
    if (branch) yield* broken(branch, value, path, formats);
  }
  const count = (branches) => branches.filter((branch) => matches(branch, value)).length;
  if (part.anyOf && count(part.anyOf) === 0) yield { path, keyword: "anyOf", part };
  if (part.oneOf && count(part.oneOf) !== 1) yield { path, keyword: "oneOf", part };
  if (part.not && matches(part.not, value)) yield { path, keyword: "not", part };
}

function holdsEnough(part, value) {
  return value.filter((one) => matches(part.contains, one)).length >= (part.minContains ?? 1);
}

export function matches(condition, value) {
  return broken(condition, value, [], false).next().done;
}

export function checkSchema(result) {
  const found = new Map();
  for (const error of broken(result.schema, result.values, [], true)) {
    const [path, rank, message] = read(result.schema, error);
    if (result.isHidden(path) || result.isBad(path)) continue;
    const key = path.join(".");
    const known = found.get(key);
    const better = !known || rank < known.rank || (rank === known.rank && message < known.message);
    if (better) found.set(key, { path, rank, message });
  }
  for (const { path, message } of found.values()) result.add(path, message);
}

function read(schema, { path, keyword, limit, part, value }) {
  const [field, place] = locate(schema, path);
  const own = ownMessage(field, part, keyword);
  if (keyword === "required") return [path, -1, own ?? missing(field)];
  const rank = PRECEDENCE.indexOf(keyword);
  if (keyword === "format") return [place, rank, own ?? say(limit, { title: titleOf(field) })];
  return [place, rank, own ?? violated(field, keyword, limit, value)];
}

// The form's own words: of the branch that failed, else of the field.
function ownMessage(field, part, keyword) {
  const branch = "title" in part ? undefined : part["x-message"];
  if (typeof branch === "string") return branch;
  const own = branch ?? field["x-message"];
  if (isObject(own)) return own[keyword] ?? null;
  const broad = !["required", "type", "maxLength"].includes(keyword);
  return typeof own === "string" && broad ? own : null;
}

// The names an object must have now: what stands plainly, and in the branches that apply.
export function requiredNow(part, value) {
  const found = new Set(part.required ?? []);
  for (const [name, others] of Object.entries(part.dependentRequired ?? {})) {
    if (has(value, name)) for (const other of others) found.add(other);
  }
  const branches = [...(part.allOf ?? [])];
  if (part.if) branches.push((matches(part.if, value) ? part.then : part.else) ?? {});
  for (const branch of branches) for (const name of requiredNow(branch, value)) found.add(name);
  return found;
}
