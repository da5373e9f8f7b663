// Rules between fields (x-rules); twin of forms/rules.py.
import { birthIn, comparable, scaled, unscaled } from "./formats.js";
import { matches } from "./judging.js";
import { say, titleOf } from "./messages.js";
import { plain } from "./normalizing.js";

const MINUTE = 60_000;
const same = (left, right) => JSON.stringify(left) === JSON.stringify(right);
const isAbsent = (value) => value === undefined || value === null;

// Bring two values to comparable form; a date and a time of day compare as dates.
function pair(value, other) {
  const [left, right] = [value, other].map(ordered);
  if (left === null || right === null || typeof left !== typeof right) return null;
  if (typeof left !== "string") return [left, right];
  const length = Math.min(left.length, right.length);
  return [left.slice(0, length), right.slice(0, length)];
}

function ordered(value) {
  if (typeof value === "number") return scaled(plain(value));
  return typeof value === "string" ? comparable(value) : null;
}

function shifted(rule, text) {
  const { days = 0, hours = 0 } = rule;
  if (!(days || hours) || typeof text !== "string") return text;
  const [year, month, day, hour = 0, minute = 0] = text.split(/[-T:]/).map(Number);
  const later = Date.UTC(year, month - 1, day, hour, minute) + (days * 24 + hours) * 60 * MINUTE;
  return new Date(later).toISOString().slice(0, hours ? 16 : text.length);
}

function* compare(scene, rule, holds) {
  const found = pair(scene.values[rule.field], shifted(rule, scene.values[rule.other]));
  if (!found || holds(...found)) return;
  const unit = rule.days ? "days" : rule.hours ? "hours" : null;
  const title = scene.title(rule.other);
  const other = unit ? say(`offset.${unit}`, { other: title, [unit]: rule[unit] }) : title;
  const kind = typeof found[0] === "string" ? "" : ".number";
  yield [rule.field, { title: scene.title(rule.field), other }, kind];
}

function* present(scene, rule, holds) {
  const found = pair(scene.values[rule.field], scene.now);
  if (found && !holds(...found)) yield [rule.field, { title: scene.title(rule.field) }];
}

function* sameness(scene, rule, wanted) {
  const [value, other] = [scene.values[rule.field], scene.values[rule.other]];
  if (isAbsent(value) || isAbsent(other) || same(value, other) === wanted) return;
  yield [rule.field, { title: scene.title(rule.field), other: scene.title(rule.other) }];
}

const asText = (value) => (typeof value === "number" ? plain(value) : String(value));

const RULES = {
  not_after: (scene, rule) => compare(scene, rule, (left, right) => left <= right),
  not_before: (scene, rule) => compare(scene, rule, (left, right) => left >= right),
  before: (scene, rule) => compare(scene, rule, (left, right) => left < right),
  after: (scene, rule) => compare(scene, rule, (left, right) => left > right),
  not_future: (scene, rule) => present(scene, rule, (left, right) => left <= right),
  not_past: (scene, rule) => present(scene, rule, (left, right) => left >= right),
  equals: (scene, rule) => sameness(scene, rule, true),
  differs: (scene, rule) => sameness(scene, rule, false),

  *not_in(scene, rule) {
    const value = scene.values[rule.field];
    const others = scene.values[rule.other] ?? [];
    const mine = Array.isArray(value) ? value : [value];
    if (!isAbsent(value) && mine.some((one) => others.includes(one)))
      yield [rule.field, { title: scene.title(rule.field), other: scene.title(rule.other) }];
  },

  *sum_equals(scene, rule) {
    const total = scene.values[rule.field];
    const found = rule.rows
      ? (scene.values[rule.rows] ?? []).map((row) => row[rule.column])
      : (rule.parts ?? []).map((name) => scene.values[name]);
    const parts = found.filter((value) => !isAbsent(value)).map(asText);
    if (isAbsent(total) || !parts.length) return;
    const sum = parts.reduce((before, part) => before + scaled(part), 0n);
    if (scaled(asText(total)) === sum) return;
    const places = Math.max(...parts.map((part) => (part.split(".")[1] ?? "").length));
    yield [rule.field, { title: scene.title(rule.field), sum: unscaled(sum, places) }];
  },

  *at_least_one(scene, rule) {
    const names = rule.fields.filter((name) => scene.shown.has(name));
    if (!names.length || names.some((name) => !isAbsent(scene.values[name]))) return;
    yield [names[0], { titles: names.map((name) => scene.title(name)).join("、") }];
  },

  *distinct(scene, rule) {
    if (rule.by) {
      const present = (scene.values[rule.field] ?? []).map((row) => row[rule.by]).filter((value) => !isAbsent(value));
      if (new Set(present.map(String)).size === present.length) return;
      const column = scene.fields[rule.field].items.properties[rule.by];
      yield [rule.field, { title: `${scene.title(rule.field)}的${titleOf(column)}` }];
      return;
    }
    const seen = [];
    for (const name of rule.fields) {
      const value = scene.values[name];
      if (!isAbsent(value) && seen.some((one) => same(one, value))) yield [name, { title: scene.title(name) }];
      seen.push(value);
    }
  },

  *aged(scene, rule) {
    const birth = rule.birth.map((name) => birthIn(scene.values[name])).find(Boolean);
    if (!birth) return;
    const reached = String(Number(birth.slice(0, 4)) + rule.from).padStart(4, "0") + birth.slice(4);
    if (reached >= scene.now.slice(0, 10)) yield [rule.field, { title: scene.title(rule.field), from: rule.from }];
  },

  *odd_count(scene, rule) {
    const value = scene.values[rule.field];
    if (!isAbsent(value) && value.length % 2 === 0) yield [rule.field, { title: scene.title(rule.field) }];
  },
};

const fieldsOf = (rule) =>
  [rule.field, rule.other, rule.rows, ...(rule.fields ?? []), ...(rule.parts ?? []), ...(rule.birth ?? [])].filter((name) => name !== undefined);

// Judge the rules of an object, then of the groups and rows inside it.
export function checkRules(result, owner, values, path, now) {
  const fields = owner.properties;
  const names = Object.keys(fields);
  const scene = {
    values,
    fields,
    now,
    shown: new Set(names.filter((name) => !result.isHidden([...path, name]))),
    title: (name) => titleOf(fields[name]),
  };
  const bad = new Set(names.filter((name) => result.isBad([...path, name])));
  const active = (owner["x-rules"] ?? []).filter((rule) => !rule.when || matches(rule.when, values));
  for (const rule of active) {
    if (fieldsOf(rule).some((name) => bad.has(name))) continue;
    for (const [name, gaps, kind = ""] of RULES[rule.rule](scene, rule))
      result.add([...path, name], rule.message ?? say(`rule.${rule.rule}${kind}`, gaps));
  }
  for (const name of names) checkInside(result, fields[name], values[name], [...path, name], now);
}

function checkInside(result, field, inner, path, now) {
  if (Array.isArray(inner) && field.items?.properties)
    inner.forEach((row, at) => checkRules(result, field.items, row, [...path, at], now));
  else if (typeof inner === "object" && inner !== null && !Array.isArray(inner))
    checkRules(result, field, inner, path, now);
}
