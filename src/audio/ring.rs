//! A ring between the device and the file: a second thread writes, and a disk that stalls costs no frame until the
//! ring is full.
//!
//! What goes in comes out in the same order, and an error of the file reaches the recorder with its next write.

use super::sink::Sink;
use std::io;
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, channel, sync_channel};
use std::thread::{Builder, JoinHandle};

enum Order {
    Write(Vec<u8>),
    KeepCurrent,
    NextFile,
}

/// A sink that another thread fills.
pub struct Ring {
    orders: Option<SyncSender<Order>>,
    used: Receiver<Vec<u8>>,
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
            // The header is made true also after a failed write.
            written.and(sink.finish())
        })?;
        Ok(Ring { orders: Some(orders), used, writer: Some(writer) })
    }

    fn send(&mut self, order: Order) -> io::Result<()> {
        let sent = self.orders.as_ref().is_some_and(|orders| orders.send(order).is_ok());
        if sent { Ok(()) } else { self.join() }
    }

    /// What became of the writer; it has ended, or ends now.
    fn join(&mut self) -> io::Result<()> {
        self.orders = None;
        let Some(writer) = self.writer.take() else { return Ok(()) };
        writer.join().unwrap_or_else(|_| Err(io::Error::other("the writing thread failed")))
    }
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
        let mut block = match self.used.try_recv() {
            Ok(block) => block,
            Err(TryRecvError::Empty | TryRecvError::Disconnected) => Vec::with_capacity(frames.len()),
        };
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
