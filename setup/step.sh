#!/usr/bin/env bash
# Run one step of set-up, unless its stamp says that nothing it depends on has changed.
#
#   setup/step.sh NAME "What failed, and what to do" [--makes PATH]… [--from FILE]… -- COMMAND…
#
# The stamp is a digest of the command and of every --from file; a missing --makes path also runs
# the step. Output goes to .faxun/logs/NAME.log and is shown only when the step fails.
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

stamp=$(digest "$@")
current && exit 0
echo "setup: $name…" >&2
if ! "$@" >".faxun/logs/$name.log" 2>&1 9>&-; then
    echo "setup: $sorry (details: .faxun/logs/$name.log)" >&2
    tail -n 3 ".faxun/logs/$name.log" | cut -c 1-300 | sed 's/^/  | /' >&2
    exit 1
fi
printf '%s\n' "$stamp" >".faxun/stamps/$name"
