// Raw values → {values, errors, hidden}, the same answers as forms/validation.py.
import { checkSchema } from "./judging.js";
import { checkRules } from "./rules.js";
import { findHostile, Judgement, nest, take } from "./taking.js";

export { nest };

// Errors carry `path` as Python names it and `at` by the row numbers of the page; `off` likewise.
// `nested` is what nest() or JSON gives; `now` is local YYYY-MM-DDTHH:MM; `fixed` holds read-only values.
export function judge(schema, nested, { now = "", fixed = {} } = {}) {
  const result = new Judgement(schema);
  for (const [path, message] of findHostile(nested)) result.add(path, message);
  if (result.problems.size === 0) {
    take(result, nested, fixed);
    checkSchema(result);
    checkRules(result, schema, result.values, [], now);
  }
  const { values, typed, hidden, off } = result;
  return { values, typed, errors: result.errors(), hidden, off };
}
