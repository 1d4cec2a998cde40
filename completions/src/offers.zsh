# The names of `aplay -L`, with the first line about each.
_alsabox_pcms() {
    local -a names
    local line
    for line in "${(@f)$({ $1 -L || alsabox $1 -L } 2>/dev/null)}"; do
        if [[ $line == [^[:space:]]* ]]; then
            names+=("${line//:/\\:}")
        elif [[ -n $names && $names[-1] != *[^\\]:* ]]; then
            names[-1]+=":${line##[[:space:]]#}"
        fi
    done
    _describe -t pcms 'PCM' names
}

# Number and id of each card: " 0 [PCH            ]: HDA-Intel - HDA Intel PCH"
_alsabox_cards() {
    local -a cards
    local line
    for line in "${(@f)$(</proc/asound/cards)}"; do
        if [[ $line == (#b)' '#([0-9]##)' ['([^ ]##)' '#']: '(*) ]]; then
            cards+=("$match[1]:$match[3]" "$match[2]:$match[3]")
        fi
    done
    _describe -t cards 'card' cards
}
