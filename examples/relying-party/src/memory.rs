//! A bounded map in memory, for sessions and for logins that are under way.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Values under random keys. When it is full the oldest go, so that strangers can't fill the memory.
pub(crate) struct Memory<V> {
    entries: Mutex<Entries<V>>,
    capacity: usize,
}

struct Entries<V> {
    values: HashMap<String, V>,
    /// Keys in the order of their arrival; some may have been taken out since.
    order: VecDeque<String>,
}

impl<V> Memory<V> {
    pub(crate) fn new(capacity: usize) -> Self {
        let entries = Entries {
            values: HashMap::new(),
            order: VecDeque::new(),
        };
        Self {
            entries: Mutex::new(entries),
            capacity,
        }
    }

    /// Keeps a value under a key that was never used before.
    pub(crate) fn insert(&self, key: String, value: V) {
        let mut entries = self.lock();
        while entries.order.len() >= self.capacity {
            let Some(oldest) = entries.order.pop_front() else {
                break;
            };
            entries.values.remove(&oldest);
        }
        entries.order.push_back(key.clone());
        entries.values.insert(key, value);
    }

    /// Keeps a value under a key unless it has one; tells whether it had none.
    pub(crate) fn insert_new(&self, key: String, value: V) -> bool {
        if self.lock().values.contains_key(&key) {
            return false;
        }
        self.insert(key, value);
        true
    }

    /// Changes a value where it is; nothing happens when it has gone.
    pub(crate) fn update(&self, key: &str, change: impl FnOnce(&mut V)) {
        if let Some(value) = self.lock().values.get_mut(key) {
            change(value);
        }
    }

    /// Takes a value out: it can't be had twice.
    pub(crate) fn take(&self, key: &str) -> Option<V> {
        self.lock().values.remove(key)
    }

    /// Takes out all values that are meant, and gives their keys.
    pub(crate) fn take_all(&self, is_meant: impl Fn(&V) -> bool) -> Vec<String> {
        let taken = self
            .lock()
            .values
            .extract_if(|_, value| is_meant(value))
            .collect::<Vec<_>>();
        taken.into_iter().map(|(key, _)| key).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Entries<V>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<V: Clone> Memory<V> {
    /// All of them, in no particular order.
    pub(crate) fn values(&self) -> Vec<V> {
        self.lock().values.values().cloned().collect()
    }

    pub(crate) fn get(&self, key: &str) -> Option<V> {
        self.lock().values.get(key).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::Memory;

    #[test]
    fn a_value_is_taken_once() {
        let memory = Memory::new(2);
        memory.insert("a".into(), 1);
        assert_eq!(memory.take("a"), Some(1));
        assert_eq!(memory.take("a"), None);
    }

    #[test]
    fn the_oldest_makes_room() {
        let memory = Memory::new(2);
        for (key, value) in [("a", 1), ("b", 2), ("c", 3)] {
            memory.insert(key.into(), value);
        }
        assert_eq!(memory.get("a"), None);
        assert_eq!(memory.get("b"), Some(2));
        assert_eq!(memory.get("c"), Some(3));
    }
}
