# make             the release build (FEATURES=decode,opus of those in Cargo.toml; FEATURES= for the smallest)
# make play        hear it (DEVICE=hw:1,0 picks the device)
# make test        every tier of the tests
# make deb         a Debian package, in target/deb
# make install     binary, links, man pages, completions, sounds (DESTDIR= PREFIX=/usr/local); what runs alsactl at boot
#                  goes where it is told: SYSTEMD_DIR=/lib/systemd/system UDEV_DIR=/lib/udev/rules.d
#                  SYSV_DIR=/etc/init.d OPENRC_DIR=/etc/init.d
# make static      a release build without shared libraries, for an initramfs (FEATURES= for the smallest)

PREFIX ?= /usr/local
SYSTEMD_DIR ?=
UDEV_DIR ?=
SYSV_DIR ?=
OPENRC_DIR ?=
DESTDIR ?=
DEVICE ?=
FEATURES ?= default
FUZZ_SECONDS ?= 10

export PATH := $(PATH):$(HOME)/.cargo/bin
BINARY := $(or $(CARGO_TARGET_DIR),target)/release/alsabox

ROOT = $(DESTDIR)$(PREFIX)
BASH_COMPLETIONS = $(ROOT)/share/bash-completion/completions
ZSH_COMPLETIONS = $(ROOT)/share/zsh/site-functions
FISH_COMPLETIONS = $(ROOT)/share/fish/vendor_completions.d

AT_BOOT = '$(DESTDIR)' $(PREFIX)/sbin/alsactl '$(SYSTEMD_DIR)' '$(UDEV_DIR)' '$(SYSV_DIR)' '$(OPENRC_DIR)'

.PHONY: build play test lint bench docs deb static install uninstall clean

build:
	@command -v cargo >/dev/null || scripts/need build
	cargo build --release --locked --no-default-features --features '$(FEATURES)'

play:
	@scripts/need build
	cargo build --release --locked
	@scripts/play $(BINARY) '$(DEVICE)'

test:
	@scripts/need test
	@scripts/test $(FUZZ_SECONDS)

lint:
	@scripts/need lint
	@scripts/lint

bench:
	@scripts/need bench
	cargo build --release --locked
	@benches/run $(BINARY)

# Man pages, completions and the sound, from their definitions.
docs:
	REGENERATE=1 cargo test --locked --quiet --test generated --test sounds

# Stands in for alsa-utils.
deb: build
	@scripts/need deb
	@scripts/deb $(BINARY) target/deb

static:
	@scripts/need static
	@scripts/static '$(FEATURES)'

$(BINARY):
	$(MAKE) build

# Does not rebuild a binary that is there, so that `sudo make install` needs no cargo.
# Somebody else's aplay is not replaced, unless FORCE=1.
install: $(BINARY)
	@for applet in $$($(BINARY) --list-full); do \
	    link=$(ROOT)/$$applet; [ -n "$(FORCE)" ] || [ ! -e $$link ] || [ "$$(readlink $$link)" = ../bin/alsabox ] \
	    || { echo "$$link is there and is not alsabox; FORCE=1 replaces it"; exit 1; }; done
	install -d $(ROOT)/bin $(ROOT)/sbin $(ROOT)/share/man/man1 $(ROOT)/share/sounds/alsa $(ROOT)/share/alsabox/init \
	    $(BASH_COMPLETIONS) $(ZSH_COMPLETIONS) $(FISH_COMPLETIONS)
	install -d $(DESTDIR)/var/lib/alsa
	install -m 755 $(BINARY) $(ROOT)/bin/alsabox
	for applet in $$($(BINARY) --list-full); do ln -sf ../bin/alsabox $(ROOT)/$$applet || exit; done
	for tool in alsabox $$($(BINARY) --list); do \
	    install -m 644 man/$$tool.1 $(ROOT)/share/man/man1 \
	    && install -m 644 completions/bash/$$tool $(BASH_COMPLETIONS) \
	    && install -m 644 completions/zsh/_$$tool $(ZSH_COMPLETIONS) \
	    && install -m 644 completions/fish/$$tool.fish $(FISH_COMPLETIONS) || exit; done
	install -m 644 sounds/*.wav $(ROOT)/share/sounds/alsa
	install -m 644 dist/init/00main $(ROOT)/share/alsabox/init
	@scripts/install-boot $(AT_BOOT)

uninstall: $(BINARY)
	for applet in $$($(BINARY) --list-full); do \
	    [ "$$(readlink $(ROOT)/$$applet)" != ../bin/alsabox ] || rm -f $(ROOT)/$$applet; done
	rm -f $(ROOT)/bin/alsabox
	rm -f $(patsubst man/%,$(ROOT)/share/man/man1/%,$(wildcard man/*.1))
	rm -f $(patsubst completions/bash/%,$(BASH_COMPLETIONS)/%,$(wildcard completions/bash/*))
	rm -f $(patsubst completions/zsh/%,$(ZSH_COMPLETIONS)/%,$(wildcard completions/zsh/*))
	rm -f $(patsubst completions/fish/%,$(FISH_COMPLETIONS)/%,$(wildcard completions/fish/*))
	rm -f $(patsubst sounds/%,$(ROOT)/share/sounds/alsa/%,$(wildcard sounds/*.wav))
	rm -f $(ROOT)/share/alsabox/init/00main
	@scripts/install-boot --remove $(AT_BOOT)

clean:
	cargo clean
