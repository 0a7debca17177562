//! Who may connect: a seat for each connection, and no more than a share of the seats for one network.

use super::Bounds;
use ipnet::IpNet;
use std::collections::HashMap;
use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;
use voltkey_flows::Network;

/// How long to wait where no connection can be taken, for want of file descriptors above all.
const BREATH: Duration = Duration::from_secs(1);
/// One network has no more than this part of the seats.
const PARTS: usize = 8;
/// How often the log is told of the same want.
const SELDOM: Duration = Duration::from_secs(60);

/// The seats, free and taken.
pub(super) struct Seats {
    free: Arc<Semaphore>,
    /// How many one network may have.
    share: usize,
    /// No share counts for these.
    unshared: Vec<IpNet>,
    /// Each seat of a network holds a clone.
    networks: HashMap<Network, Arc<()>>,
    all_taken: Complaint,
    share_taken: Complaint,
}

/// A seat until it is dropped.
pub(super) struct Seat {
    _of_all: OwnedSemaphorePermit,
    _of_network: Arc<()>,
}

impl Seats {
    pub(super) fn new(bounds: &Bounds) -> Self {
        Self {
            free: Arc::new(Semaphore::new(bounds.connections)),
            share: bounds.connections.div_ceil(PARTS),
            unshared: bounds.unshared.clone(),
            networks: HashMap::new(),
            all_taken: Complaint::default(),
            share_taken: Complaint::default(),
        }
    }

    /// The next connection, once there is room for it. Those of a network that has its share are closed.
    pub(super) async fn next(&mut self, listener: &TcpListener) -> (Seat, TcpStream, SocketAddr) {
        if self.free.available_permits() == 0 && self.all_taken.is_due() {
            tracing::warn!("all connections of server.max_connections are taken: the next waits");
        }
        let free = Arc::clone(&self.free);
        let of_all = free.acquire_owned().await.expect("never closed");
        loop {
            let (stream, peer) = accept(listener).await;
            if let Some(of_network) = self.place(peer.ip()) {
                tracing::trace!(%peer, "a connection is taken");
                let seat = Seat {
                    _of_all: of_all,
                    _of_network: of_network,
                };
                return (seat, stream, peer);
            }
            if self.share_taken.is_due() {
                tracing::warn!(
                    %peer,
                    "an eighth of server.max_connections is taken by one network, and its next are closed: a proxy in \
                     front must be named in server.trusted_proxies"
                );
            }
        }
    }

    /// A place in the share of the peer's network; none when all of these are taken.
    fn place(&mut self, peer: IpAddr) -> Option<Arc<()>> {
        let peer = peer.to_canonical();
        if self.unshared.iter().any(|network| network.contains(&peer)) {
            return Some(Arc::default());
        }
        self.networks.retain(|_, places| Arc::strong_count(places) > 1);
        let places = self.networks.entry(Network::of(peer)).or_default();
        (Arc::strong_count(places) <= self.share).then(|| Arc::clone(places))
    }
}

/// The next who has not left while it waited.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(connected) => return connected,
            Err(error) if is_the_peer_s(error.kind()) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be taken");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
}

const fn is_the_peer_s(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::ConnectionRefused | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset
    )
}

/// What the log is told now and then, however often it happens.
#[derive(Default)]
struct Complaint(Option<Instant>);

impl Complaint {
    fn is_due(&mut self) -> bool {
        let is_due = self.0.is_none_or(|last| last.elapsed() >= SELDOM);
        if is_due {
            self.0 = Some(Instant::now());
        }
        is_due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seats(connections: usize) -> Seats {
        Seats::new(&Bounds {
            head: Duration::from_secs(60),
            connections,
            unshared: vec!["10.0.0.0/8".parse().expect("a network")],
        })
    }

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn one_network_has_its_share_and_no_more() {
        let mut seats = seats(16);
        for [first, second, third, other] in [
            ["192.0.2.1", "::ffff:192.0.2.1", "192.0.2.1", "192.0.2.2"],
            ["2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8:0:1::1"],
        ] {
            let taken = [first, second].map(|peer| seats.place(address(peer)).expect("a place"));
            assert!(seats.place(address(third)).is_none(), "{third}");
            assert!(seats.place(address(other)).is_some(), "{other}");
            drop(taken);
            assert!(seats.place(address(third)).is_some(), "they have left");
        }
        assert_eq!(seats.networks.len(), 1, "who has left takes no room");
    }

    #[test]
    fn everybody_comes_through_a_proxy() {
        let mut seats = seats(16);
        for peer in ["10.0.0.1", "::ffff:10.0.0.1"] {
            let places: Vec<_> = (0..16).map(|_| seats.place(address(peer))).collect();
            assert!(places.iter().all(Option::is_some));
        }
    }

    #[test]
    fn where_seats_are_few_each_network_has_one() {
        let mut seats = seats(1);
        assert!(seats.place(address("192.0.2.1")).is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn the_log_is_told_once_a_minute() {
        let mut complaint = Complaint::default();
        assert_eq!([complaint.is_due(), complaint.is_due()], [true, false]);
        tokio::time::advance(SELDOM).await;
        assert_eq!([complaint.is_due(), complaint.is_due()], [true, false]);
    }
}
