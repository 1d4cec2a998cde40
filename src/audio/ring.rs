//! A ring between the device and the file: a second thread writes, and a disk that stalls costs no frame until the
//! ring is full.
//!
//! What goes in comes out in the same order, and an error of the file reaches the recorder with its next write. Once the
//! end is asked for, a writer that blocks is interrupted as a recorder without a ring is: nobody waits for ever.

use super::sink::Sink;
use crate::os::{signals, thread};
use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, channel, sync_channel};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

/// How long the writer is waited for until it is asked whether it is to be interrupted.
const LOOK_EVERY: Duration = Duration::from_millis(50);

enum Order {
    Write(Vec<u8>),
    KeepCurrent,
    NextFile,
}

/// A sink that another thread fills.
pub struct Ring {
    orders: Option<SyncSender<Order>>,
    /// Blocks that are written; the end of this channel is the writer's.
    used: Receiver<Vec<u8>>,
    spare: Vec<Vec<u8>>,
    writer: Option<JoinHandle<io::Result<()>>>,
}

impl Ring {
    /// A ring of so many blocks in front of a sink.
    ///
    /// # Errors
    /// There is no thread to be had.
    pub fn new(sink: Box<dyn Sink>, blocks: usize) -> io::Result<Ring> {
        let (orders, taken) = sync_channel(blocks.max(1));
        let (empty, used) = channel();
        let writer = Builder::new().name("arecord file".to_owned()).spawn(move || {
            let mut sink = sink;
            let written = drain(sink.as_mut(), &taken, &|block| drop(empty.send(block)));
            // The header is made true also after a failed write. Nobody waits for room any more.
            drop(taken);
            written.and(sink.finish())
        })?;
        Ok(Ring { orders: Some(orders), used, spare: Vec::new(), writer: Some(writer) })
    }

    fn send(&mut self, order: Order) -> io::Result<()> {
        let mut waiting = order;
        while let Some(orders) = &self.orders {
            match orders.try_send(waiting) {
                Ok(()) => return Ok(()),
                Err(TrySendError::Disconnected(_)) => break,
                Err(TrySendError::Full(order)) => {
                    waiting = order;
                    if self.wait() == Writer::Ended {
                        break;
                    }
                }
            }
        }
        self.join()
    }

    /// Waits until the writer has written a block, or a while.
    fn wait(&mut self) -> Writer {
        match self.used.recv_timeout(LOOK_EVERY) {
            Ok(block) => self.spare.push(block),
            Err(RecvTimeoutError::Disconnected) => return Writer::Ended,
            Err(RecvTimeoutError::Timeout) => {
                if let (Some(_), Some(writer)) = (signals::stop(), &self.writer) {
                    thread::interrupt(writer);
                }
            }
        }
        Writer::Works
    }

    /// What became of the writer; it has ended, or ends now.
    fn join(&mut self) -> io::Result<()> {
        self.orders = None;
        while self.writer.is_some() && self.wait() == Writer::Works {}
        let Some(writer) = self.writer.take() else { return Ok(()) };
        writer.join().unwrap_or_else(|_| Err(io::Error::other("the writing thread failed")))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Writer {
    Works,
    Ended,
}

fn drain(sink: &mut dyn Sink, orders: &Receiver<Order>, give_back: &dyn Fn(Vec<u8>)) -> io::Result<()> {
    for order in orders {
        match order {
            Order::Write(block) => {
                sink.write(&block)?;
                give_back(block);
            }
            Order::KeepCurrent => sink.keep_current()?,
            Order::NextFile => sink.next_file()?,
        }
    }
    Ok(())
}

impl Sink for Ring {
    fn write(&mut self, frames: &[u8]) -> io::Result<()> {
        let used = self.spare.pop().or_else(|| self.used.try_recv().ok());
        let mut block = used.unwrap_or_else(|| Vec::with_capacity(frames.len()));
        block.clear();
        block.extend_from_slice(frames);
        self.send(Order::Write(block))
    }

    fn keep_current(&mut self) -> io::Result<()> {
        self.send(Order::KeepCurrent)
    }

    fn next_file(&mut self) -> io::Result<()> {
        self.send(Order::NextFile)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.join()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::Sender;

    /// Passes on what it gets, and fails after so many writes.
    struct Probe {
        seen: Sender<Vec<u8>>,
        good_writes: usize,
    }

    impl Sink for Probe {
        fn write(&mut self, frames: &[u8]) -> io::Result<()> {
            if self.good_writes == 0 {
                return Err(io::ErrorKind::StorageFull.into());
            }
            self.good_writes -= 1;
            self.seen.send(frames.to_vec()).map_err(io::Error::other)
        }
        fn next_file(&mut self) -> io::Result<()> {
            self.seen.send(b"next".to_vec()).map_err(io::Error::other)
        }
        fn finish(&mut self) -> io::Result<()> {
            self.seen.send(b"finished".to_vec()).map_err(io::Error::other)
        }
    }

    fn ring(good_writes: usize) -> (Ring, Receiver<Vec<u8>>) {
        let (seen, watch) = channel();
        (Ring::new(Box::new(Probe { seen, good_writes }), 2).unwrap(), watch)
    }

    #[test]
    fn everything_comes_out_in_order() {
        let (mut ring, watch) = ring(usize::MAX);
        for number in 0..100u8 {
            ring.write(&[number]).unwrap();
        }
        ring.next_file().unwrap();
        ring.finish().unwrap();
        let seen: Vec<Vec<u8>> = watch.iter().collect();
        let numbers = (0..100u8).map(|number| vec![number]);
        let expected: Vec<Vec<u8>> = numbers.chain([b"next".to_vec(), b"finished".to_vec()]).collect();
        assert_eq!(seen, expected);
    }

    #[test]
    fn a_full_disk_reaches_the_recorder_and_the_file_is_finished() {
        let (mut ring, watch) = ring(1);
        let failed = (0..100u8).find_map(|number| ring.write(&[number]).err());
        assert_eq!(failed.unwrap().kind(), io::ErrorKind::StorageFull);
        assert_eq!(watch.iter().collect::<Vec<_>>(), [vec![0], b"finished".to_vec()]);
    }
}
