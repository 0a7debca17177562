//! The connections of browsers and clients: how many there may be, and how long one may take to say what it wants.
//!
//! Without these bounds whoever opens connections and sends a byte now and then could use up what all others need. The
//! rooms bound the rest: how long a body may take, and how large it may be.

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How long to wait where no connection can be taken, for want of file descriptors above all.
const BREATH: Duration = Duration::from_secs(1);

/// What connections may use up.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// How long one may take until the head of its request is there, also of a next request.
    pub head: Duration,
    /// How many there may be at once. Further ones wait in the system's queue.
    pub connections: usize,
}

/// Answers whoever connects until `stop`, then lets the requests under way end.
pub async fn serve(listener: TcpListener, router: Router, bounds: Bounds, stop: CancellationToken) {
    let seats = Arc::new(Semaphore::new(bounds.connections));
    let under_way = TaskTracker::new();
    while let Some((seat, stream, peer)) = stop.run_until_cancelled(next(&listener, &seats)).await {
        let (router, stop) = (router.clone(), stop.clone());
        under_way.spawn(async move {
            answer(stream, peer, router, bounds.head, stop).await;
            drop(seat);
        });
    }
    // Nobody shall wait in a queue that is not looked at any more.
    drop(listener);
    under_way.close();
    under_way.wait().await;
}

/// The next connection, once there is room for it.
async fn next(
    listener: &TcpListener,
    seats: &Arc<Semaphore>,
) -> (OwnedSemaphorePermit, TcpStream, SocketAddr) {
    if seats.available_permits() == 0 {
        tracing::warn!("all connections of server.max_connections are taken: the next waits");
    }
    let seat = Arc::clone(seats).acquire_owned().await.expect("never closed");
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => return (seat, stream, peer),
            // It has left while it waited.
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

/// Answers the requests of one connection. When the provider stops, one that has asked for nothing yet is left at once.
async fn answer(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    head: Duration,
    stop: CancellationToken,
) {
    let (rooms, has_asked) = (TowerToHyperService::new(router), AtomicBool::new(false));
    let service = service_fn(|request: Request<Incoming>| {
        has_asked.store(true, Ordering::Relaxed);
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        rooms.call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(head)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stop.cancelled() => match has_asked.load(Ordering::Relaxed) {
            false => return,
            true => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        },
    };
    if let Err(error) = ended {
        tracing::trace!(%error, %peer, "a connection broke off");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::time::{Instant, timeout};

    const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    const HEAD: Duration = Duration::from_secs(60);

    /// A provider that answers "here", for so many connections.
    async fn listening(connections: usize) -> (SocketAddr, CancellationToken) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let router = Router::new().route("/", get(async || "here"));
        let (bounds, stop) = (
            Bounds {
                head: HEAD,
                connections,
            },
            CancellationToken::new(),
        );
        tokio::spawn(serve(listener, router, bounds, stop.clone()));
        (address, stop)
    }

    async fn connected(address: SocketAddr, sent: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        stream.write_all(sent).await.expect("sent");
        stream
    }

    /// What comes until the other side has closed the connection.
    async fn everything(mut stream: TcpStream) -> String {
        let mut came = Vec::new();
        // A reset is an end as well.
        let _ = stream.read_to_end(&mut came).await;
        String::from_utf8_lossy(&came).into_owned()
    }

    async fn answered(stream: &mut TcpStream) -> bool {
        let mut start = [0; 12];
        stream.read_exact(&mut start).await.is_ok() && &start == b"HTTP/1.1 200"
    }

    #[tokio::test(start_paused = true)]
    async fn who_does_not_come_to_the_point_is_let_go() {
        let (address, _) = listening(10).await;
        for begun in [&b""[..], b"G", b"GET / HTTP/1.1\r\nHost: localhost\r\nX: "] {
            let began = Instant::now();
            let came = everything(connected(address, begun).await).await;
            assert!(!came.contains("here"), "{came}");
            assert!(began.elapsed() >= HEAD);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_drop_now_and_then_is_no_way_around() {
        let (address, _) = listening(10).await;
        let mut stream = connected(address, b"GET / HTTP/1.1\r\n").await;
        let began = Instant::now();
        while stream.write_all(b"X: y\r\n").await.is_ok() {
            tokio::time::sleep(HEAD / 10).await;
            assert!(began.elapsed() < HEAD * 2, "it may go on");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_is_kept_for_the_next_request_as_long_and_no_longer() {
        let (address, _) = listening(10).await;
        let mut stream = connected(address, REQUEST).await;
        assert!(answered(&mut stream).await);
        stream.write_all(REQUEST).await.expect("sent");
        assert_eq!(everything(stream).await.matches("here").count(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn one_too_many_waits_until_another_leaves() {
        let (address, _) = listening(1).await;
        let mut first = connected(address, REQUEST).await;
        assert!(answered(&mut first).await);
        let mut second = connected(address, REQUEST).await;
        let waits = timeout(HEAD / 2, answered(&mut second)).await;
        assert!(waits.is_err(), "there is room for one");
        drop(first);
        assert!(answered(&mut second).await);
    }

    #[tokio::test(start_paused = true)]
    async fn the_end_waits_for_nobody_who_rests() {
        let (address, stop) = listening(10).await;
        let silent = connected(address, b"GET").await;
        let mut kept = connected(address, REQUEST).await;
        assert!(answered(&mut kept).await);
        let began = Instant::now();
        stop.cancel();
        everything(silent).await;
        everything(kept).await;
        assert!(began.elapsed() < HEAD);
    }
}
