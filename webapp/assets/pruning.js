// Leaves of the design system what our pages can use: of 600 KB some thirty. A rule stays when every class
// and data attribute in its selector is named somewhere in templates, scripts or Python.
const AT_GROUPS = /^@(media|supports|layer|container)\b/;
const CLASS = /\.(-?[_a-zA-Z][\w-]*)/g;
const DATA = /\[(data-[\w-]+)/g;

export function prune(css, words) {
  return withoutUnread(kept(blocks(css), words));
}

// "head{body}" and "@import …;" of one level; quoted braces count for nothing.
function* blocks(css) {
  let depth = 0;
  let start = 0;
  let open = 0;
  for (let at = 0; at < css.length; at += 1) {
    const sign = css[at];
    if (sign === '"' || sign === "'") at = closing(css, at);
    else if (css.startsWith("/*", at)) {
      const end = css.indexOf("*/", at) + 2;
      if (depth === 0) start = end;
      at = end - 1;
    } else if (sign === "{" && depth++ === 0) open = at;
    else if (sign === "}" && --depth === 0) {
      yield [css.slice(start, open).trim(), css.slice(open + 1, at)];
      start = at + 1;
    } else if (sign === ";" && depth === 0) start = at + 1; // @charset
  }
}

function closing(css, at) {
  let end = at + 1;
  while (css[end] !== css[at]) end += css[end] === "\\" ? 2 : 1;
  return end;
}

function kept(found, words) {
  let text = "";
  for (const [head, body] of found) {
    if (AT_GROUPS.test(head)) {
      const inner = kept(blocks(body), words);
      if (inner) text += `${head}{${inner}}`;
    } else if (head.startsWith("@")) text += `${head}{${body}}`;
    else {
      const selectors = parts(head).filter((one) => isUsed(one, words));
      if (selectors.length) text += `${selectors.join(",")}{${body}}`;
    }
  }
  return text;
}

// Commas inside :is(…) part nothing.
function parts(head) {
  const found = [""];
  let depth = 0;
  for (const sign of head) {
    if (sign === "(") depth += 1;
    if (sign === ")") depth -= 1;
    if (sign === "," && depth === 0) found.push("");
    else found[found.length - 1] += sign;
  }
  return found;
}

function isUsed(selector, words) {
  const asked = selector.replace(/:not\([^()]*\)/g, "");
  return [CLASS, DATA].every((pattern) => [...asked.matchAll(pattern)].every(([, name]) => words.has(name)));
}

// Variables that no rule reads any more, and animations that none plays.
function withoutUnread(css) {
  const read = new Set([...css.matchAll(/var\(\s*(--tblr-[\w-]+)/g)].map(([, name]) => name));
  const fewer = css
    .replace(/(--tblr-[\w-]+):[^;{}]*;?/g, (whole, name) => (read.has(name) ? whole : ""))
    .replace(/@keyframes ([\w-]+)\{(?:[^{}]*\{[^{}]*\})*\}/g, (whole, name) =>
      css.replace(whole, "").includes(name) ? whole : "")
    .replace(/[^{}]*\{\}/g, "");
  return fewer.length < css.length ? withoutUnread(fewer) : fewer;
}
