// Which characters a document can print; twin of forms/printable.py, from the same ranges.
import groups from "../../../../forms/printable.json" with { type: "json" };

const escaped = (code) => `\\u{${code}}`;
const ranges = Object.values(groups).flatMap((group) => group.split(" "));
const allowed = ranges.map((range) => range.split("-").map(escaped).join("-")).join("");
const OTHERS = new RegExp(`[^${allowed}]`, "u");

// The first character that cannot be printed, or nothing.
export const unprintable = (text) => OTHERS.exec(text)?.[0] ?? "";
