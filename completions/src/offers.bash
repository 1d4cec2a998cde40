# shellcheck shell=bash

# Completes the word at the cursor by the caller's tables: `options`, and `after`, which says what follows an option:
# @pcms, @cards, @nothing or the words themselves. All else is left to bash, which offers files.
# shellcheck disable=SC2154
_alsabox_complete() {
    local line=${COMP_LINE:0:COMP_POINT} word option offers glued=
    # Not the words that bash has cut: it cuts at ':' and '=', which names of PCMs contain.
    word=${line##*[[:space:]]}
    line=${line%"$word"}
    option=${line%"${line##*[![:space:]]}"}
    option=${option##*[[:space:]]}
    if [[ $word == --*=* ]]; then
        option=${word%%=*}
        glued=$option=
    elif [[ $word == -[!-]?* && -n ${after[${word:0:2}]-} ]]; then
        option=${word:0:2}
        glued=$option
    elif [[ $option == -[!-]* ]]; then
        option=-${option: -1}
    fi
    word=${word#"$glued"}
    case ${after[$option]-} in
        '') offers= ; [[ $word != -* || -n $glued ]] || offers=${options// /$'\n'} ;;
        @nothing) offers= ; compopt +o bashdefault +o default 2>/dev/null ;;
        @pcms) offers=$(_alsabox_pcms) ;;
        @cards) offers=$(_alsabox_cards) ;;
        *) offers=${after[$option]// /$'\n'} ;;
    esac
    _alsabox_reply "$glued" "$word" "$offers"
}

# Replies with the offers that the word begins, less what bash, which has cut it, already counts as done.
_alsabox_reply() {
    local glued=$1 word=$2 offer cuts='' done=''
    [[ $COMP_WORDBREAKS != *:* ]] || cuts+=':'
    [[ $COMP_WORDBREAKS != *=* ]] || cuts+='='
    if [[ -n $cuts ]]; then
        done=$glued$word
        done=${done%"${done##*["$cuts"]}"}
    fi
    COMPREPLY=()
    while IFS= read -r offer; do
        [[ -z $offer || $offer != "$word"* ]] || COMPREPLY+=("${glued:+$glued}$offer")
    done <<<"$3"
    COMPREPLY=("${COMPREPLY[@]#"$done"}")
}

# The names of `aplay -L`: the lines that are not indented. `lister` is the caller's.
# shellcheck disable=SC2154
_alsabox_pcms() {
    local line
    { "$lister" -L || alsabox "$lister" -L; } 2>/dev/null | while IFS= read -r line; do
        [[ $line != [![:space:]]* ]] || printf '%s\n' "$line"
    done
}

# Number and id of each card: " 0 [PCH            ]: HDA-Intel - HDA Intel PCH"
_alsabox_cards() {
    local number id
    while IFS=' []' read -r number id _; do
        [[ $number != [0-9]* ]] || printf '%s\n' "$number" "$id"
    done 2>/dev/null </proc/asound/cards
}
