// Bring typed text into the one form that is stored; twin of forms/normalizing.py.
const BLANK =
  "[\\t\\n\\r\\v\\f \\u00a0\\u1680\\u2000-\\u200b\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]";
const IS_BLANK = new RegExp(`^${BLANK}$`, "u");
const SPACES = new RegExp(`${BLANK}+`, "gu");
const UNSAFE =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]/u;
const GROUPED = /^[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$/;
const NUMBER = /^[+-]?[0-9]+(\.[0-9]+)?$/;
const DATE = /^([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?$/;
const CLOCK = /^([0-9]{1,2})[:时]([0-9]{1,2})(?::00(?:\.0+)?|分)?$/;
const MOMENT = /^(.*?[0-9日])[T ]*([0-9]{1,2}[:时].*)$/s;
const LONGEST_CODE = 200;
const UPPER = new Set(["credit_code", "id_number", "code", "licence"]);
export const BIG = 1e15;

const squeezed = (text) => text.replace(SPACES, "");
const halfWidth = (text) =>
  text
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replaceAll("\u3000", " ");

export const isUnsafe = (text) => UNSAFE.test(text);

export function trim(text) {
  let start = 0;
  let end = text.length;
  while (start < end && IS_BLANK.test(text[start])) start += 1;
  while (end > start && IS_BLANK.test(text[end - 1])) end -= 1;
  return text.slice(start, end);
}

export function cleanText(text, form) {
  text = text.replaceAll("\r\n", "\n").replaceAll("\r", "\n");
  if (!form || [...text].length > LONGEST_CODE) return trim(text);
  text = trim(halfWidth(text));
  if (form === "date") return readDate(squeezed(text)) ?? text;
  if (form === "datetime") return readMoment(text);
  if (form === "time") return readClock(squeezed(text)) ?? text;
  if (form === "money" || form === "decimal") return readDecimal(text, form === "money" ? 2 : null);
  if (form === "phone") return squeezed(text).replace(/[–—－]/g, "-");
  text = squeezed(text);
  if (form === "digest") return text.toLowerCase();
  return UPPER.has(form) ? text.toUpperCase() : text;
}

// A typed number as plain text without grouping, or null.
export function readNumber(text) {
  if ([...text].length > LONGEST_CODE) return null;
  text = squeezed(halfWidth(text));
  if (GROUPED.test(text)) text = text.replaceAll(",", "");
  return NUMBER.test(text) ? text : null;
}

// A number as text without an exponent.
export function plain(number) {
  const [digits, exponent] = String(number).split("e");
  if (exponent === undefined) return digits;
  const places = (digits.split(".")[1] ?? "").length - Number(exponent);
  return places > 0 && places <= 100 ? number.toFixed(places) : number.toFixed(0);
}

function readDate(text) {
  const found = DATE.exec(text);
  return found && `${found[1]}-${found[2].padStart(2, "0")}-${found[3].padStart(2, "0")}`;
}

function readClock(text) {
  const found = CLOCK.exec(text);
  return found && `${found[1].padStart(2, "0")}:${found[2].padStart(2, "0")}`;
}

function readMoment(text) {
  const found = MOMENT.exec(text.replace(SPACES, " "));
  if (!found) return text;
  const day = readDate(squeezed(found[1]));
  const clock = readClock(squeezed(found[2]));
  return day && clock ? `${day}T${clock}` : text;
}

function readDecimal(text, places) {
  text = squeezed(text);
  if (GROUPED.test(text)) text = text.replaceAll(",", "");
  if (!NUMBER.test(text)) return text;
  const sign = text[0] === "-" && /[1-9]/.test(text) ? "-" : "";
  let [whole, part = ""] = text.replace(/^[+-]/, "").split(".");
  whole = whole.replace(/^0+/, "") || "0";
  if (places === null) part = part.replace(/0+$/, "");
  else {
    part = part.padEnd(places, "0");
    if (/^0*$/.test(part.slice(places))) part = part.slice(0, places);
  }
  return part ? `${sign}${whole}.${part}` : `${sign}${whole}`;
}
