//! The connections of browsers and clients: how many there may be, how many of one network, how long one may take to say
//! what it wants, and how long to take what it is told.
//!
//! Without these bounds whoever opens connections and sends a byte now and then could use up what all others need. The
//! rooms bound the rest: how long a body may take, and how large it may be.

mod seats;
mod unstalled;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use ipnet::IpNet;
use seats::Seats;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use unstalled::Unstalled;

/// How long a connection may take until the head of its first request is there: who connects has something to say.
const FIRST_HEAD: Duration = Duration::from_secs(10);

/// What connections may use up.
#[derive(Clone, Debug)]
pub struct Bounds {
    /// How long one may take until the head of a next request is there; of its first one, ten seconds at most.
    pub head: Duration,
    /// How many there may be at once. Further ones wait in the system's queue.
    pub connections: usize,
    /// Who may have more than an eighth of these.
    pub unshared: Vec<IpNet>,
}

/// Answers whoever connects until `stop`, then lets the requests under way end.
pub async fn serve(listener: TcpListener, router: Router, bounds: Bounds, stop: CancellationToken) {
    let mut seats = Seats::new(&bounds);
    let under_way = TaskTracker::new();
    while let Some((seat, stream, peer)) = stop.run_until_cancelled(seats.next(&listener)).await {
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

/// Answers the requests of one connection. One that has asked for nothing yet is left when its first request is late, and
/// at once when the provider stops.
async fn answer(
    stream: impl AsyncRead + AsyncWrite + Unpin,
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
        .serve_connection(TokioIo::new(Unstalled::new(stream)), service);
    let mut connection = pin!(connection);
    let left = async {
        let first_is_late = timeout(FIRST_HEAD, stop.cancelled()).await.is_err();
        if first_is_late && has_asked.load(Ordering::Relaxed) {
            stop.cancelled().await;
        }
    };
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = left => match has_asked.load(Ordering::Relaxed) {
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
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};
    use tokio::net::TcpStream;
    use tokio::time::Instant;

    const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    const HEAD: Duration = Duration::from_secs(60);

    fn router() -> Router {
        Router::new().route("/", get(async || "here"))
    }

    /// A provider that answers "here", for so many connections.
    async fn listening(connections: usize) -> (SocketAddr, CancellationToken) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (bounds, stop) = (
            Bounds {
                head: HEAD,
                connections,
                unshared: Vec::new(),
            },
            CancellationToken::new(),
        );
        tokio::spawn(serve(listener, router(), bounds, stop.clone()));
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
            assert!((FIRST_HEAD..HEAD).contains(&began.elapsed()));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_drop_now_and_then_is_no_way_around() {
        let (address, _) = listening(10).await;
        let mut stream = connected(address, b"GET / HTTP/1.1\r\n").await;
        let began = Instant::now();
        while stream.write_all(b"X: y\r\n").await.is_ok() {
            tokio::time::sleep(FIRST_HEAD / 10).await;
            assert!(began.elapsed() < HEAD, "it may go on");
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
    async fn one_host_leaves_room_for_others() {
        let (address, _) = listening(16).await;
        let (mut first, mut second) = (
            connected(address, REQUEST).await,
            connected(address, REQUEST).await,
        );
        assert!(answered(&mut first).await && answered(&mut second).await);
        assert_eq!(everything(connected(address, REQUEST).await).await, "");
    }

    #[tokio::test(start_paused = true)]
    async fn who_asks_and_never_reads_is_let_go() {
        let (near, mut far) = duplex(REQUEST.len() * 4);
        let peer = SocketAddr::from(([192, 0, 2, 1], 443));
        tokio::spawn(answer(near, peer, router(), HEAD, CancellationToken::new()));
        let asks = async { while far.write_all(REQUEST).await.is_ok() {} };
        timeout(HEAD, asks).await.expect("it is let go");
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
