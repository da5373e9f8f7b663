// Reads [{schema, raw | pairs, now, fixed}, …] from stdin and prints what the browser's code answers,
// and what ajv says about the values that were taken: whether they hold, and at which paths not.
import { readFileSync } from "node:fs";
import { judge, nest } from "../../webapp/assets/modules/form/validation.js";
import { CHECKS, comparable } from "../../webapp/assets/modules/form/formats.js";
import { findHostile } from "../../webapp/assets/modules/form/taking.js";
import { plain } from "../../webapp/assets/modules/form/normalizing.js";
import Ajv2020 from "ajv/dist/2020.js";

function ajv() {
  const found = new Ajv2020({ allErrors: true, strict: false, verbose: true, messages: false });
  for (const [name, check] of Object.entries(CHECKS)) found.addFormat(name, (text) => check(text) === "");
  const below = (left, right) => comparable(left) < comparable(right);
  found.addKeyword({ keyword: "x-min", type: "string", validate: (limit, value) => !below(value, limit) });
  found.addKeyword({ keyword: "x-max", type: "string", validate: (limit, value) => !below(limit, value) });
  const places = (value) => (plain(value).split(".")[1] ?? "").length;
  found.addKeyword({ keyword: "x-decimals", type: "number", validate: (limit, value) => places(value) <= limit });
  return found;
}

function oracle(schema, values) {
  const validate = ajv().compile(schema);
  validate(values);
  return (validate.errors ?? [])
    .filter((error) => error.keyword !== "if")
    .map((error) => {
      const path = error.instancePath.split("/").slice(1);
      return [...path, ...(error.params.missingProperty ? [error.params.missingProperty] : [])].join(".");
    });
}

const answers = JSON.parse(readFileSync(0, "utf8")).map(({ schema, raw, pairs, now, fixed }) => {
  const nested = pairs ? nest(pairs) : raw;
  const { values, errors, hidden } = judge(schema, nested, { now, fixed });
  const refused = !findHostile(nested).next().done; // before any value was taken
  return { values, errors, hidden: [...hidden], ajv: refused ? [] : oracle(schema, values) };
});
process.stdout.write(JSON.stringify(answers));
