//! The mails that came, oldest first.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::mail::{Envelope, Mail};

/// How many mails are kept; then the oldest go.
pub const CAPACITY: usize = 500;

/// The mails, shared by the mail server and the web inbox.
#[derive(Clone, Debug, Default)]
pub struct Inbox(Arc<Mutex<Mails>>);

#[derive(Debug, Default)]
struct Mails {
    kept: VecDeque<Arc<Mail>>,
    /// How many mails ever came: the number of the latest.
    received: u64,
}

impl Inbox {
    /// Keeps a mail as it came after `DATA`, dots unstuffed, and gives its number.
    pub(super) fn receive(&self, envelope: &Envelope, message: &[u8]) -> u64 {
        let mut mails = self.lock();
        mails.received += 1;
        let mail = Mail::read(mails.received, envelope, message);
        if mails.kept.len() == CAPACITY {
            mails.kept.pop_front();
        }
        mails.kept.push_back(Arc::new(mail));
        mails.received
    }

    /// All mails, newest last.
    pub fn mails(&self) -> Vec<Arc<Mail>> {
        self.lock().kept.iter().cloned().collect()
    }

    /// The mail with this number, unless it has gone.
    pub fn mail(&self, number: u64) -> Option<Arc<Mail>> {
        self.lock()
            .kept
            .iter()
            .find(|mail| mail.number == number)
            .cloned()
    }

    /// Throws all mails away. Numbers are not used again.
    pub fn clear(&self) {
        self.lock().kept.clear();
    }

    fn lock(&self) -> MutexGuard<'_, Mails> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::{CAPACITY, Inbox};
    use crate::mail_catcher::mail::Envelope;

    #[test]
    fn the_oldest_makes_room() {
        let inbox = Inbox::default();
        for _ in 0..=CAPACITY {
            inbox.receive(&Envelope::default(), b"Subject: a\r\n\r\nb");
        }
        assert_eq!(inbox.mails().len(), CAPACITY);
        assert!(inbox.mail(1).is_none());
        assert!(inbox.mail(2).is_some());
        inbox.clear();
        assert!(inbox.mails().is_empty());
    }
}
