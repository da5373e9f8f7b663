#!/usr/bin/env bash
# Run one step of set-up, unless its stamp says that nothing it depends on has changed.
#
#   setup/step.sh NAME "What failed, and what to do" [--makes PATH]… [--from FILE]… -- COMMAND…
#
# The stamp is a digest of the command and of every --from file; a missing --makes path also runs
# the step. Output goes to .faxun/logs/NAME.log and is shown only when the step fails; meanwhile a
# slow step says how long it has taken and what it is at: on a terminal each second, else now and then.
set -u
cd "$(dirname "$0")/.." || exit 1
name=$1 sorry=$2
shift 2
makes=() from=()
while [ "$1" != -- ]; do
    case $1 in
        --makes) makes+=("$2"); shift 2 ;;
        --from) from+=("$2"); shift 2 ;;
        *) echo "setup/step.sh: unknown option $1" >&2; exit 2 ;;
    esac
done
shift

mkdir -p .faxun/stamps .faxun/logs
exec 9>".faxun/stamps/$name.lock"
flock 9 # two at once: the second finds the work done

digest() {
    { printf '%s\n' "$*"; [ ${#from[@]} = 0 ] || cat -- "${from[@]}"; } | sha256sum | cut -d' ' -f1
}
current() {
    [ "$(cat ".faxun/stamps/$name" 2>/dev/null)" = "$stamp" ] || return 1
    for path in "${makes[@]}"; do [ -e "$path" ] || return 1; done
}

progress() {
    local pause=20 words
    [ -t 2 ] && pause=1
    while sleep $pause >/dev/null 2>&1; do # lets go of what the caller waits for
        words=$(tail -c 2000 "$log" 2>/dev/null | tr '\r' '\n' | grep -v '^[[:space:]]*$' | tail -n 1 | cut -c 1-70)
        if [ -t 2 ]; then printf '\r\033[Ksetup: %s… %d s  %s' "$name" "$SECONDS" "$words" >&2
        else echo "setup: $name… $SECONDS s  $words" >&2; fi
    done
}

stamp=$(digest "$@")
current && exit 0
log=.faxun/logs/$name.log
echo "setup: $name…" >&2
: >"$log"
progress 9>&- &
teller=$!
trap 'kill $teller 2>/dev/null' EXIT
"$@" >"$log" 2>&1 9>&-
code=$?
kill $teller 2>/dev/null
wait $teller 2>/dev/null
[ -t 2 ] && printf '\r\033[K' >&2
if [ $code != 0 ]; then
    echo "setup: $sorry (details: .faxun/logs/$name.log)" >&2
    tail -n 3 "$log" | cut -c 1-300 | sed 's/^/  | /' >&2
    exit 1
fi
[ "$SECONDS" -lt 3 ] || echo "setup: $name done in $SECONDS s" >&2
printf '%s\n' "$stamp" >".faxun/stamps/$name"
