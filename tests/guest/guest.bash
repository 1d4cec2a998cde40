# shellcheck shell=bash
# Boots Debian's own kernel with six sound cards in QEMU and runs one command of this machine in it.
# Nothing is installed or written outside .cache/guest: the guest sees this machine's files through a read-only mount.
#
#   guest_run PROGRAM [ARGUMENT...]    exits with the program's exit code; its output is streamed
#
# ALSABOX_GUEST_LIMIT_S  seconds after which a guest that has not ended is a failure (1800)
# ALSABOX_GUEST_LOG      a file that gets the kernel's console

guest_here=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
guest_root=${guest_here%/*/*}
guest_cache=$guest_root/.cache/guest

# snd-hda-codec-generic precedes snd-hda-intel: the guest has no modprobe for the kernel to call, and without a codec
# driver the card never appears. The card numbers are named, for USB comes up whenever it likes.
guest_modules=(
    virtio_pci 9pnet_virtio 9p overlay virtio_console
    xhci-pci snd-dummy snd-aloop snd-virmidi snd-seq snd-seq-dummy snd-hrtimer
    snd-hda-codec-generic snd-hda-intel snd-intel8x0 snd-usb-audio
)
guest_module_options() {
    case $1 in
    snd-dummy) echo index=0 ;;
    snd-aloop) echo index=1 ;;
    snd-virmidi) echo index=2 ;;
    snd-hda-intel) echo index=3 ;;
    snd-intel8x0) echo index=4 ;;
    snd-usb-audio) echo index=5 ;;
    esac
}

guest_fail() {
    echo "guest: $*" >&2
    exit 1
}

guest_require_programs() {
    local want missing=
    for want in qemu-system-x86_64:qemu-system-x86 busybox:busybox-static cpio:cpio modprobe:kmod flock:util-linux; do
        PATH=$PATH:/usr/sbin:/sbin command -v "${want%:*}" >/dev/null || missing+=" ${want#*:}"
    done
    [ -z "$missing" ] || guest_fail "the kernel tests need these packages: apt-get install$missing"
}

# Prints the folder of a ready kernel (`vmlinuz` and `initramfs`), made on the first call.
guest_prepare() {
    local ready
    mkdir -p "$guest_cache"
    exec 9>"$guest_cache/lock"
    flock 9
    ready=$(guest_newest_kernel)
    if [ -z "$ready" ]; then
        guest_fetch_kernel
        ready=$(guest_newest_kernel)
        [ -n "$ready" ] || exit 1
    fi
    guest_pack_initramfs "$ready"
    exec 9>&-
    echo "$ready"
}

guest_newest_kernel() {
    local found
    found=$(find "$guest_cache" -mindepth 2 -maxdepth 2 -name vmlinuz -printf '%h\n' | sort -V | tail -n 1)
    echo "$found"
}

guest_fetch_kernel() {
    local package version dir
    package=$(apt-cache depends linux-image-amd64 2>/dev/null | sed -n 's/.*Depends: \(linux-image-[0-9].*\)/\1/p' | head -n 1)
    [ -n "$package" ] || guest_fail "the kernel tests need the package linux-image-amd64 in apt's lists: apt-get update"
    version=${package#linux-image-}
    dir=$guest_cache/$version
    echo "guest: fetching $package into ${dir#"$guest_root"/} (nothing is installed)" >&2
    rm -rf "$dir" && mkdir -p "$dir"
    (
        cd "$dir" || exit 1
        apt-get download -qq -o APT::Sandbox::User= "$package" >&2 || exit 1
        dpkg -x "$package"_*.deb tree && rm -- *.deb
        [ -e tree/lib ] || ln -s usr/lib tree/lib
        PATH=$PATH:/usr/sbin:/sbin depmod -b tree "$version"
        guest_copy_modules "$version" && cp "tree/boot/vmlinuz-$version" vmlinuz.part && rm -rf tree && mv vmlinuz.part vmlinuz
    ) || guest_fail "cannot get $package: try apt-get update, then apt-get download $package"
}

# Copies the modules into modules/ and lists them there in `order`, one `file options` a line, each after what it needs.
guest_copy_modules() {
    local version=$1 module kind path file
    mkdir modules
    : >modules/order
    for module in "${guest_modules[@]}"; do
        PATH=$PATH:/usr/sbin:/sbin modprobe -d tree -S "$version" --show-depends "$module" >modules/depends || return 1
        while read -r kind path _; do
            file=${path##*/}
            file=${file%.xz}
            if [ "$kind" != insmod ] || [ -e "modules/$file" ]; then
                continue
            fi
            case $path in
            *.xz) xz -dc "$path" >"modules/$file" ;;
            *) cp "$path" "modules/$file" ;;
            esac || return 1
            echo "$file $(guest_module_options "${file%.ko}")" >>modules/order
        done <modules/depends
    done
    rm modules/depends
}

guest_pack_initramfs() {
    local dir=$1 stage
    [ "$dir/initramfs" -nt "$guest_here/init" ] && return
    stage=$(mktemp -d "$guest_cache/stage.XXXXXX")
    mkdir -p "$stage/bin" "$stage/modules"
    cp "$(command -v busybox)" "$stage/bin/busybox"
    cp "$guest_here/init" "$stage/init"
    cp "$dir"/modules/* "$stage/modules/"
    chmod 755 "$stage/init"
    (cd "$stage" && find . | cpio --quiet -o -H newc >"$dir/initramfs.part") && mv "$dir/initramfs.part" "$dir/initramfs"
    rm -rf "$stage"
}

# Writes the script that the guest runs: this directory, the environment that matters to tests, the command.
guest_write_job() {
    local name
    printf 'cd %q\n' "$PWD"
    for name in $(compgen -e); do
        case $name in
        CARGO | CARGO_* | RUST_* | ALSABOX_* | PATH | LD_LIBRARY_PATH) printf 'export %s=%q\n' "$name" "${!name}" ;;
        esac
    done
    printf 'exec'
    printf ' %q' "$@"
    printf '\n'
}

guest_clean() {
    # The console is kept where a person asked for it.
    [ -z "${ALSABOX_GUEST_LOG:-}" ] || cp "$guest_dir/console" "$ALSABOX_GUEST_LOG"
    rm -rf "$guest_dir"
}

guest_run() {
    local kernel limit=${ALSABOX_GUEST_LIMIT_S:-1800} share code readers=()
    guest_require_programs
    kernel=$(guest_prepare) || exit 1
    export RUST_TEST_THREADS
    guest_dir=$(mktemp -d "$guest_cache/run.XXXXXX")
    trap guest_clean EXIT
    share=$guest_dir/share
    mkdir "$share" "$share/audio"
    guest_write_job "$@" >"$share/job"
    echo "$guest_root" >"$share/repository"
    mkfifo "$guest_dir/out" "$guest_dir/err"
    cat "$guest_dir/out" &
    readers+=($!)
    cat "$guest_dir/err" >&2 &
    readers+=($!)
    # TCG is named because /dev/kvm can exist and yet hang.
    timeout -k 5 "$limit" qemu-system-x86_64 \
        -M q35 -accel tcg,thread=multi -smp 2 -m 2048 -nodefaults -nographic -no-reboot \
        -kernel "$kernel/vmlinuz" -initrd "$kernel/initramfs" \
        -append "console=ttyS0 quiet loglevel=4 panic=-1 mitigations=off audit=0 apparmor=0 nokaslr no_timer_check random.trust_cpu=on" \
        -serial "file:$guest_dir/console" \
        -device virtio-serial-pci \
        -chardev "file,id=out,path=$guest_dir/out" -device virtserialport,chardev=out,name=out \
        -chardev "file,id=err,path=$guest_dir/err" -device virtserialport,chardev=err,name=err \
        -virtfs "local,path=/,mount_tag=hostroot,security_model=none,readonly=on,multidevs=remap" \
        -virtfs "local,path=$share,mount_tag=share,security_model=none,multidevs=remap" \
        -audiodev "wav,id=w0,path=$share/audio/Intel.wav,out.frequency=48000" \
        -device intel-hda -device hda-duplex,audiodev=w0,mixer=on \
        -audiodev "wav,id=w1,path=$share/audio/I82801AAICH.wav,out.frequency=48000" -device AC97,audiodev=w1 \
        -audiodev "wav,id=w2,path=$share/audio/Audio.wav,out.frequency=48000" \
        -device qemu-xhci -device usb-audio,audiodev=w2 \
        </dev/null >"$guest_dir/qemu" 2>&1 &
    guest_pid=$!
    trap 'kill "$guest_pid"; exit 130' INT TERM HUP
    wait "$guest_pid"
    code=$?
    wait "${readers[@]}"
    if [ -s "$share/exit" ]; then
        exit "$(cat "$share/exit")"
    fi
    tail -n 20 "$guest_dir/qemu" "$guest_dir/console" >&2
    [ "$code" -ne 124 ] || guest_fail "stopped after $limit seconds (ALSABOX_GUEST_LIMIT_S); the end of its console is above"
    guest_fail "ended without a result (QEMU's exit code: $code); the end of its console is above"
}
