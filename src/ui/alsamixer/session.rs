//! The loop: waits for keys, cards and signals, and draws when something has changed. It wakes for nothing else.

use super::app::{App, Presence, Scope, Task};
use super::card::{self, Card};
use super::dialog::{Dialog, TextBox};
use super::input::{Decoder, Input};
use super::meter::Meter;
use super::screen::Screen;
use super::{Job, Peaks};
use crate::device::mixer::Abstraction;
use crate::os::poll::{self, Descriptor};
use crate::os::signal_queue::{self, SignalQueue};
use arrivals::Arrivals;
use std::time::{Duration, Instant};

mod arrivals;

/// How long the rest of an escape sequence may take, where ESCDELAY does not say so in milliseconds.
const ESCAPE_DELAY: Duration = Duration::from_millis(100);

/// The mixer while it runs.
pub(super) struct Session {
    app: App,
    screen: Screen,
    signals: SignalQueue,
    decoder: Decoder,
    escape_delay: Duration,
    /// When the rest of the sequence at hand has to be there.
    escape_ends: Option<Instant>,
    cards: Vec<Card>,
    arrivals: Arrivals,
    abstraction: Abstraction,
    picture: Picture,
    peaks: Peaks,
    meter: Meter,
}

/// Whether the screen shows the state.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Picture {
    Current,
    Stale,
}

/// What a wait found.
struct Found {
    keys: bool,
    signals: bool,
    arrivals: bool,
    cards: Vec<usize>,
    terminal_is_gone: bool,
}

impl Session {
    /// Opens the card, then the terminal: what is wrong with a card is told on the ordinary screen.
    pub(super) fn open(job: Job) -> anyhow::Result<Session> {
        let card = Card::open(&job.device, job.abstraction)?;
        let desk = card.desk();
        let mut app = App::new(&job.title, job.config, job.view);
        let screen = Screen::open(job.mouse, job.glyphs)?;
        app.resize(screen.size());
        app.show(vec![desk], Scope::Card);
        Ok(Session {
            app,
            screen,
            signals: SignalQueue::open(&SIGNALS)?,
            decoder: Decoder::default(),
            escape_delay: job.escape_delay.unwrap_or(ESCAPE_DELAY),
            escape_ends: None,
            cards: vec![card],
            arrivals: Arrivals::default(),
            abstraction: job.abstraction,
            picture: Picture::Stale,
            peaks: job.peaks,
            meter: Meter::default(),
        })
    }

    /// Runs until the person or a signal ends it; the signal, if it was one.
    pub(super) fn run(&mut self) -> anyhow::Result<Option<i32>> {
        loop {
            if self.peaks == Peaks::Shown {
                self.listen();
            }
            if self.picture == Picture::Stale {
                self.screen.draw(&self.app)?;
                self.picture = Picture::Current;
            }
            let found = self.wait()?;
            if found.signals
                && let Some(signal) = self.take_signals()?
            {
                return Ok(Some(signal));
            }
            for place in found.cards {
                self.take_events(place);
            }
            if found.arrivals {
                self.arrivals.take();
                self.look_for_lost();
            }
            let inputs = self.inputs(found.keys);
            // A terminal that has gone is readable for ever, and nothing comes; not every program is sent SIGHUP then.
            if found.terminal_is_gone && inputs.as_ref().map_or(true, Vec::is_empty) {
                return Ok(Some(libc::SIGHUP));
            }
            if self.act(inputs?)? == Next::End {
                return Ok(None);
            }
        }
    }

    /// Takes the peaks of what is captured; the picture is stale when they have changed.
    fn listen(&mut self) {
        self.meter.follow(self.app.captured_card());
        let peaks = self.meter.peaks();
        if self.app.peaks != peaks {
            self.app.peaks = peaks;
            self.picture = Picture::Stale;
        }
    }

    fn wait(&self) -> anyhow::Result<Found> {
        const FIXED: usize = 3;
        let mut descriptors = vec![
            poll::readable(0),
            poll::readable(self.signals.descriptor()),
            poll::readable(self.arrivals.descriptor()),
        ];
        let mut owners = Vec::new();
        for (place, card) in self.cards.iter().enumerate() {
            let own = card.descriptors();
            owners.extend(own.iter().map(|_| place));
            descriptors.extend(own);
        }
        let escape = self.escape_ends.map(|end| end.saturating_duration_since(Instant::now()));
        poll::wait(&mut descriptors, escape.or(self.meter.interval()))?;
        let ready = |at: usize| poll::is_ready(&descriptors[at]);
        let of_cards = descriptors[FIXED..].iter().zip(owners);
        let cards = of_cards.filter(|(descriptor, _)| poll::is_ready(descriptor)).map(|(_, place)| place).collect();
        let can_read = |descriptor: &Descriptor| descriptor.revents & poll::readable(0).events != 0;
        Ok(Found {
            keys: can_read(&descriptors[0]),
            signals: ready(1),
            arrivals: ready(2),
            cards,
            terminal_is_gone: poll::is_over(&descriptors[0]),
        })
    }

    /// Takes what signals ask for; the one that asks for the end, if one does.
    fn take_signals(&mut self) -> anyhow::Result<Option<i32>> {
        while let Some(signal) = self.signals.take() {
            match meaning(signal) {
                Meaning::Resize => self.redraw()?,
                Meaning::Pause => {
                    self.screen.leave();
                    signal_queue::stop_here();
                    self.screen.enter()?;
                    self.redraw()?;
                }
                Meaning::End => return Ok(Some(signal)),
            }
        }
        Ok(None)
    }

    fn redraw(&mut self) -> anyhow::Result<()> {
        self.screen.clear()?;
        self.app.resize(self.screen.size());
        self.picture = Picture::Stale;
        Ok(())
    }

    /// What a card tells: changes of its elements, or that it has gone.
    fn take_events(&mut self, place: usize) {
        let Some(card) = self.cards.get_mut(place) else { return };
        let news = match card.take_events() {
            card::News::Units(units) => {
                // alsa-lib tells of what this program has set, too, and that is on the screen already.
                let mut is_news = false;
                for unit in units {
                    is_news |= self.app.refresh_one(place, unit);
                }
                is_news
            }
            card::News::All(units) => {
                self.app.refresh(place, units);
                true
            }
            card::News::Gone => {
                self.app.lose(place);
                self.arrivals.watch();
                true
            }
        };
        if news {
            self.picture = Picture::Stale;
        }
    }

    /// A card that was lost and is there again is taken back without a word.
    fn look_for_lost(&mut self) {
        for place in 0..self.cards.len() {
            let Some(desk) = self.app.desks.get(place).filter(|desk| desk.presence == Presence::Gone) else { continue };
            let Ok(card) = Card::open(&desk.device, self.abstraction) else { continue };
            let found = card.desk();
            if found.id == desk.id {
                self.cards[place] = card;
                self.app.regain(place, found);
                self.picture = Picture::Stale;
            }
        }
    }

    fn inputs(&mut self, keys: bool) -> anyhow::Result<Vec<Input>> {
        let is_late = self.escape_ends.is_some_and(|end| end <= Instant::now());
        let inputs = match keys {
            true => {
                let mut room = [0; 256];
                let bytes = self.screen.read(&mut room)?;
                self.decoder.feed(bytes)
            }
            false if is_late => self.decoder.expire(),
            false => return Ok(Vec::new()),
        };
        self.escape_ends = self.decoder.is_waiting().then(|| Instant::now() + self.escape_delay);
        Ok(inputs)
    }

    fn act(&mut self, inputs: Vec<Input>) -> anyhow::Result<Next> {
        for input in inputs {
            self.picture = Picture::Stale;
            let task = match input {
                Input::Key(key) => self.app.press(key),
                Input::Mouse(mouse) => self.app.mouse(mouse),
            };
            if let Some(task) = task
                && self.perform(task)? == Next::End
            {
                return Ok(Next::End);
            }
        }
        Ok(Next::Goes)
    }

    fn perform(&mut self, task: Task) -> anyhow::Result<Next> {
        match task {
            Task::Quit => return Ok(Next::End),
            Task::Redraw => self.redraw()?,
            Task::Change(change) => self.change(&change),
            Task::ListCards => self.app.dialogs.push(Dialog::List(card::list(self.app.desk()))),
            Task::OpenCard(name) => self.open_card(&name),
            Task::OpenAll => self.open_all(),
            Task::ShowFile(path) => self.app.dialogs.push(Dialog::Text(card::file(path))),
            Task::Store(desk) => self.store(desk),
        }
        Ok(Next::Goes)
    }

    fn change(&mut self, change: &super::change::Change) {
        let Some(card) = self.cards.get(change.desk) else { return };
        if let Err(error) = card.apply(change) {
            self.app.message = Some(format!("{}: {}", change.id.name, error.reason()));
        }
        // alsa-lib tells nothing of what it has set itself.
        if let Some(unit) = card.unit(&change.id) {
            self.app.refresh_one(change.desk, unit);
        }
    }

    fn store(&mut self, desk: usize) {
        let (Some(card), Some(name)) = (self.cards.get(desk), self.app.desks.get(desk).map(|desk| &desk.card)) else {
            return;
        };
        match card.store() {
            Ok(()) => self.app.message = Some(format!("The state of {name} is stored")),
            Err(error) => self.app.dialogs.push(Dialog::Text(TextBox::error(&format!("{error:#}")))),
        }
    }

    fn open_card(&mut self, name: &str) {
        match Card::open(name, self.abstraction) {
            Ok(card) => {
                let desk = card.desk();
                self.cards = vec![card];
                self.app.show(vec![desk], Scope::Card);
            }
            Err(error) => self.app.dialogs.push(Dialog::Text(TextBox::error(&format!("{error:#}")))),
        }
    }

    fn open_all(&mut self) {
        let cards = card::all(self.abstraction);
        let desks = cards.iter().map(Card::desk).collect();
        self.cards = cards;
        self.app.show(desks, Scope::Cards);
    }
}

/// Whether the loop goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Goes,
    End,
}

/// The signals that are read.
const SIGNALS: [i32; 6] = [libc::SIGWINCH, libc::SIGTSTP, libc::SIGINT, libc::SIGTERM, libc::SIGHUP, libc::SIGQUIT];

/// What a signal asks for.
enum Meaning {
    /// Another size.
    Resize,
    /// The shell.
    Pause,
    /// The end.
    End,
}

fn meaning(signal: i32) -> Meaning {
    match signal {
        libc::SIGWINCH => Meaning::Resize,
        libc::SIGTSTP => Meaning::Pause,
        _ => Meaning::End,
    }
}
