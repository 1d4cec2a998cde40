# shellcheck shell=bash
# What the benches count with. Sourced; `rows` are lines of UNIT, OURS, THEIRS, LIMIT and WHAT with tabs between.
export LC_ALL=C.UTF-8
unset LD_LIBRARY_PATH

# instructions COMMAND...: as callgrind counts them, the loader's included. They read `input`.
instructions() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 >/dev/null <"${input:-/dev/null}" |
        awk '/Collected/ { print $4; seen = 1 } END { exit !seen }'
}

# memory COMMAND...: the greatest resident size in kilobytes.
memory() {
    local peak
    peak=$(mktemp)
    /usr/bin/time -f %M -o "$peak" "$@" >/dev/null 2>&1 </dev/null
    cat "$peak"
}

# calls COMMAND...: system calls from the start to the end, of all threads.
calls() {
    local log
    log=$(mktemp)
    strace -f -o "$log" "$@" >/dev/null 2>&1 </dev/null
    wc -l <"$log"
    rm "$log"
}

# cpu COMMAND...: user and system time in milliseconds.
cpu() {
    local TIMEFORMAT='%U %S'
    { time "$@" >/dev/null 2>&1 </dev/null; } 2>&1 | awk '{ print ($1 + $2) * 1000 }'
}

median() { sort -n "$1" | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }

# row UNIT OURS THEIRS LIMIT WHAT
row() {
    printf '%s\t%s\t%s\t%s\t%s\n' "$@"
}

# links FOLDER ALSABOX: `FOLDER/ours/NAME` and `FOLDER/debian/NAME` for every tool that both have.
links() {
    local name theirs
    mkdir "$1/ours" "$1/debian"
    for name in $("$2" --list); do
        ln -s "$2" "$1/ours/$name"
        theirs=$(PATH=/usr/bin:/usr/sbin command -v "$name") && ln -s "$theirs" "$1/debian/$name"
    done
    return 0
}

# compare UNIT LIMIT TOOL WORDS...: what ours and Debian's need for the same words.
compare() {
    row "$1" "$("$1" "./ours/$3" "${@:4}")" "$("$1" "./debian/$3" "${@:4}")" "$2" "$3 ${*:4}"
}

# per UNIT COUNT SHORT LONG TOOL WORDS...: what one more costs, where LONG has COUNT more of them than SHORT.
per() {
    local less more whose each=()
    for whose in ours debian; do
        less=$("$1" "./$whose/$5" "${@:6}" "$3")
        more=$("$1" "./$whose/$5" "${@:6}" "$4")
        each+=("$(awk -v less="$less" -v more="$more" -v count="$2" 'BEGIN { print (more - less) / count }')")
    done
    echo "${each[@]}"
}
