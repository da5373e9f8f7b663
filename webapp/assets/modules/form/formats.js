// Checks of canonical text by format: what is wrong as a key of messages.json, or "".
// Twin of forms/formats.py and forms/identity.py.
const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const CREDIT_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
const RESIDENT_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const RESIDENT_CHECKS = "10X98765432";
const PROVINCES = new Set(
  ("11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65" +
    " 71 81 82 83").split(" "),
);

const sum = (values, weights) => values.reduce((total, value, at) => total + value * weights[at], 0);
const matching = (pattern, key) => (text) => (pattern.test(text) ? "" : key);

export function isDate(text) {
  if (!/^(19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}$/.test(text)) return false;
  const [year, month, day] = text.split("-").map(Number);
  const found = new Date(Date.UTC(year, month - 1, day));
  return found.getUTCMonth() === month - 1 && found.getUTCDate() === day;
}

const isTime = (text) => /^([01][0-9]|2[0-3]):[0-5][0-9]$/.test(text);

function datetime(text) {
  const at = text.indexOf("T");
  return at >= 0 && isDate(text.slice(0, at)) && isTime(text.slice(at + 1)) ? "" : "datetime";
}

export function creditCode(text) {
  const values = [...text].map((letter) => ALPHABET.indexOf(letter));
  if (values.length !== 18 || values.includes(-1)) return "credit_code.format";
  const check = (31 - (sum(values.slice(0, 17), CREDIT_WEIGHTS) % 31)) % 31;
  const letters = [...text.slice(8, 16)].map((letter) => parseInt(letter, 36));
  const inner = 11 - (sum(letters, ORGANISATION_WEIGHTS) % 11);
  const innerCheck = { 10: "X", 11: "0" }[inner] ?? String(inner);
  return values[17] === check && innerCheck === text[16] ? "" : "credit_code.checksum";
}

// Any real day counts as a day of birth; 1800 is as real as 2000.
function isRealDay(text) {
  const [year, month, day] = [text.slice(0, 4), text.slice(4, 6), text.slice(6, 8)].map(Number);
  if (year < 1) return false;
  const found = new Date(0);
  found.setUTCFullYear(year, month - 1, day);
  return found.getUTCMonth() === month - 1 && found.getUTCDate() === day;
}

export function residentNumber(text) {
  if (!/^[1-9][0-9]{16}[0-9X]$/.test(text)) return "id_number.format";
  if (!PROVINCES.has(text.slice(0, 2))) return "id_number.division";
  if (!isRealDay(text.slice(6, 14))) return "id_number.birth";
  const remainder = sum([...text.slice(0, 17)].map(Number), RESIDENT_WEIGHTS) % 11;
  return RESIDENT_CHECKS[remainder] === text[17] ? "" : "id_number.checksum";
}

const code = matching(/^[0-9A-Z\u4e00-\u9fff()/.〔〕:#_&+-]{1,64}$/, "code");

// Which other number that of a licence or passport looks like.
function licence(text) {
  if (/^[1-9][0-9]{16}[0-9X]$/.test(text) && PROVINCES.has(text.slice(0, 2))) return "licence.resident";
  return /^[159][0-9A-HJ-NPQRTUWXY]{17}$/.test(text) ? "licence.code" : "";
}

function position(text) {
  if (!/^-?[0-9]{1,3}(\.[0-9]{1,8})?,-?[0-9]{1,2}(\.[0-9]{1,8})?(,[0-9]{1,6})?$/.test(text)) return "position";
  const [longitude, latitude] = text.split(",").map(Number);
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90 ? "" : "position";
}

export const CHECKS = {
  date: (text) => (isDate(text) ? "" : "date"),
  datetime,
  time: (text) => (isTime(text) ? "" : "time"),
  money: matching(/^[0-9]{1,13}\.[0-9]{2}$/, "money"),
  decimal: matching(/^-?[0-9]{1,13}(\.[0-9]{1,6})?$/, "decimal"),
  credit_code: creditCode,
  id_number: residentNumber,
  phone: matching(
    /^(1[3-9][0-9]{9}|(0[0-9]{2,3}-?)?[2-9][0-9]{6,7}(-[0-9]{1,6})?|[48]00-?[0-9]{3}-?[0-9]{4}|1[0-9]{4})$/,
    "phone",
  ),
  postcode: matching(/^[0-9]{6}$/, "postcode"),
  email: matching(/^[A-Za-z0-9._%+-]{1,64}@([A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}$/, "email"),
  code,
  licence: (text) => code(text) || licence(text),
  digest: matching(/^[0-9a-f]{64}$/, "digest"),
  position,
};

// The day of birth that a date or a resident identity number says, or "".
export function birthIn(value) {
  const found = /^[0-9]{6}([0-9]{4})([0-9]{2})([0-9]{2})[0-9]{3}[0-9X]$/.exec(String(value));
  const text = found ? found.slice(1).join("-") : String(value);
  return isDate(text) ? text : "";
}

// The sex that a resident identity number says, or "".
export function sexIn(value) {
  const found = /^[0-9]{16}([0-9])[0-9X]$/.exec(String(value));
  return found ? (Number(found[1]) % 2 ? "男" : "女") : "";
}

// Sums compare by value, scaled to whole numbers; everything else by its letters.
const PLACES = 10;
export const isDecimal = (text) => /^-?[0-9]+(\.[0-9]+)?$/.test(text);

export function scaled(text) {
  const [whole, part = ""] = text.replace("-", "").split(".");
  const found = BigInt(whole + part.padEnd(PLACES, "0").slice(0, PLACES));
  return text.startsWith("-") ? -found : found;
}

export const comparable = (text) => (isDecimal(text) ? scaled(text) : text);

export function unscaled(found, places) {
  const digits = String(found < 0n ? -found : found).padStart(PLACES + 1, "0");
  const whole = digits.slice(0, -PLACES);
  const part = digits.slice(-PLACES).slice(0, places);
  return `${found < 0n ? "-" : ""}${whole}${places ? `.${part}` : ""}`;
}
