// A track (webapp/instances/tracks.py) folded up to a moment: what was reached, what is open, how long it took.
// No page in here, so that it can be tried without a browser.
const DAY = 86400;
const DEGREES = [2, 5, 14]; // days up to which the first, second and third blue are used

// Marks of one diagram, as modules/viewer.js wants them.
export function marksAt(track, scope, at = track.now) {
  const past = new Set();
  for (const [when, reached, flows] of track.frames) {
    if (when > at) break;
    for (const [place, id] of [...reached, ...flows]) if (place === scope) past.add(id);
  }
  const marks = { past: [...past], current: [], overdue: [], badges: {}, late: [], notes: {}, heat: {} };
  const present = at >= track.now;
  for (const [place, node, since, until] of track.visits) {
    if (since > at || (until !== null && until <= at)) continue;
    const id = idIn(scope, place, node);
    const open = present && track.open.find((one) => one.scope === place && one.node === node);
    const isKnown = marks.current.includes(id);
    if (id === undefined || (isKnown && (!open?.late || marks.late.includes(id)))) continue;
    if (!isKnown) marks.current.push(id);
    const words = open ? open.words : `第 ${days(at - since) + 1} 天`;
    marks.badges[id] = open?.late && place !== scope ? `${open.name} ${words}` : words; // which step below it
    if (open?.late) {
      marks.overdue.push(id);
      marks.late.push(id);
    }
  }
  if (track.heat) addHeat(track, scope, at, marks);
  else Object.assign(marks.notes, notesIn(track, scope, marks.current));
  return marks;
}

// The id under which something deeper shows in a diagram: itself, or the call that leads to it.
export function idIn(scope, place, node) {
  if (place === scope) return node;
  const below = scope === "" ? place : place.startsWith(`${scope}/`) ? place.slice(scope.length + 1) : null;
  return below ? below.split("/")[0] : undefined;
}

// How long each element held the instance up to a moment, overlapping stays counted once.
export function stays(track, scope, at) {
  const held = new Map();
  for (const [place, node, since, until] of track.visits) {
    const id = idIn(scope, place, node);
    if (id === undefined || since > at) continue;
    if (!held.has(id)) held.set(id, []);
    held.get(id).push([since, Math.min(until ?? at, at)]);
  }
  return new Map([...held].map(([id, spans]) => [id, { seconds: covered(spans), visits: spans.length }]));
}

function addHeat(track, scope, at, marks) {
  for (const [id, { seconds, visits }] of stays(track, scope, at)) {
    const own = track.visits.some(([place, node]) => place === scope && node === id);
    const stay = seconds >= DAY ? `${Math.round(seconds / DAY)} 天` : seconds >= 3600 ? `${Math.round(seconds / 3600)} 小时` : "不足 1 小时";
    const degree = DEGREES.findIndex((most) => seconds <= most * DAY);
    if (!marks.current.includes(id)) marks.heat[id] = degree < 0 ? 4 : degree + 1;
    marks.notes[id] = own && visits > 1 ? `${stay} · ${visits} 次` : stay;
  }
}

function notesIn(track, scope, current) {
  const notes = { ...(track.notes?.[scope] ?? {}) };
  for (const id of current) delete notes[id];
  return notes;
}

function covered(spans) {
  let total = 0;
  let end = -Infinity;
  for (const [since, until] of [...spans].sort(([one], [other]) => one - other)) {
    total += Math.max(0, until - Math.max(since, end));
    end = Math.max(end, until);
  }
  return total;
}

const days = (seconds) => Math.floor(seconds / DAY);
