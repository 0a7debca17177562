//! Calls to a server on this machine, which answers as it is told.

use super::*;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// Certificate and key of `localhost`, signed by itself.
const LOCALHOST: &[u8] = include_bytes!("../mail/tests/localhost.pem");
const SHORT: Limits = Limits {
    size: 100,
    time: Duration::from_millis(500),
    whole: true,
};
/// For what must not end by the time being over, however busy the machine is.
const PATIENT: Limits = Limits {
    size: 100,
    time: Duration::from_secs(20),
    whole: true,
};

/// What the server does with each request.
#[derive(Clone, Copy)]
enum Script {
    Says(&'static str),
    /// An octet now and then.
    Drips(&'static str),
    Never,
}

/// The heads and bodies of the requests that came.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<String>>>);

impl Heard {
    fn requests(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

/// Serves until the test ends; with TLS, where it is asked for.
async fn serve(script: Script, tls: Option<TlsAcceptor>) -> (u16, Heard) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = Heard::default();
    let hears = heard.clone();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let (tls, heard) = (tls.clone(), hears.clone());
            tokio::spawn(async move {
                match tls {
                    None => converse(stream, script, &heard).await,
                    Some(tls) => {
                        if let Ok(stream) = tls.accept(stream).await {
                            converse(stream, script, &heard).await;
                        }
                    }
                }
            });
        }
    });
    (port, heard)
}

async fn converse(mut stream: impl AsyncRead + AsyncWrite + Unpin, script: Script, heard: &Heard) {
    let mut request = vec![0; 4096];
    let length = stream.read(&mut request).await.unwrap_or(0);
    heard
        .0
        .lock()
        .unwrap()
        .push(String::from_utf8_lossy(&request[..length]).into_owned());
    match script {
        Script::Says(text) => {
            let _ = stream.write_all(text.as_bytes()).await;
            let _ = stream.shutdown().await;
        }
        Script::Drips(text) => {
            for octet in text.bytes() {
                let _ = stream.write_all(&[octet]).await;
                let _ = stream.flush().await;
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
        Script::Never => tokio::time::sleep(Duration::from_secs(60)).await,
    }
}

fn acceptor() -> TlsAcceptor {
    let certificates = CertificateDer::pem_slice_iter(LOCALHOST)
        .collect::<Result<Vec<_>, _>>()
        .unwrap();
    let key = PrivateKeyDer::from_pem_slice(LOCALHOST).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(certificates, key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

/// A way to the public internet, and to this machine.
fn with_loopback() -> Http {
    Http::new(
        Authorities::with(None).unwrap(),
        Reachable::with(&[]).and_loopback(),
    )
    .unwrap()
}

fn public_only() -> Http {
    Http::new(Authorities::with(None).unwrap(), Reachable::with(&[])).unwrap()
}

const FINE: &str =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: 2\r\n\r\n{}";

#[tokio::test]
async fn an_answer_comes_with_status_type_and_body() {
    let (port, heard) = serve(Script::Says(FINE), None).await;
    let answer = with_loopback()
        .get(&format!("http://127.0.0.1:{port}/keys?a=b#part"), PATIENT)
        .await
        .unwrap();
    assert_eq!(
        answer,
        Answer {
            status: 200,
            content_type: Some("application/json; charset=utf-8".into()),
            fresh_for: None,
            body: b"{}".to_vec(),
        }
    );
    let [request] = heard.requests().try_into().unwrap();
    assert!(request.starts_with("GET /keys?a=b HTTP/1.1\r\n"), "{request}");
    let lower = request.to_lowercase();
    for header in ["cookie", "referer", "authorization", "accept-encoding"] {
        assert!(!lower.contains(&format!("\n{header}:")), "{request}");
    }
}

#[tokio::test]
async fn a_server_that_does_not_answer_leaves_room_for_others() {
    let (hanging, _) = serve(Script::Never, None).await;
    let (fine, _) = serve(Script::Says(FINE), None).await;
    let http = Arc::new(with_loopback());
    let calls = (0..CALLS + 1).map(|_| {
        let http = Arc::clone(&http);
        tokio::spawn(async move { http.get(&format!("http://127.0.0.1:{hanging}/"), PATIENT).await })
    });
    let calls: Vec<_> = calls.collect();
    while http.fetches.origins.0.lock().unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    let quick = http.get(&format!("http://127.0.0.1:{fine}/"), SHORT).await;
    assert_eq!(quick.unwrap().status, 200);
    for call in calls {
        call.abort();
        call.await.unwrap_err();
    }
    http.get(&format!("http://127.0.0.1:{fine}/"), PATIENT)
        .await
        .unwrap();
    assert_eq!(
        http.fetches.origins.0.lock().unwrap().len(),
        1,
        "what is over takes no room"
    );
}

#[tokio::test]
async fn fetches_leave_room_for_notices() {
    let (port, _) = serve(Script::Never, None).await;
    let http = Arc::new(with_loopback());
    let url = format!("http://127.0.0.1:{port}/");
    let fetches = (0..CALLS).map(|_| {
        let (http, url) = (Arc::clone(&http), url.clone());
        tokio::spawn(async move { http.get(&url, PATIENT).await })
    });
    let fetches: Vec<_> = fetches.collect();
    while http.fetches.calls.available_permits() > CALLS - CALLS_OF_ORIGIN {
        tokio::task::yield_now().await;
    }
    assert_eq!(http.get(&url, SHORT).await, Err(OutboundError::Busy));
    let notice = http.post_form(&url, String::new(), SHORT).await;
    assert_eq!(notice, Err(OutboundError::TimedOut), "it is on its way");
    fetches.iter().for_each(tokio::task::JoinHandle::abort);
}

#[tokio::test]
async fn a_form_is_posted() {
    let (port, heard) = serve(Script::Says(FINE), None).await;
    let call = with_loopback()
        .post_form(
            &format!("http://127.0.0.1:{port}/"),
            "logout_token=e.y.J".into(),
            PATIENT,
        )
        .await;
    assert_eq!(call.unwrap().status, 200);
    let [request] = heard.requests().try_into().unwrap();
    assert!(request.starts_with("POST / HTTP/1.1\r\n"), "{request}");
    assert!(
        request.contains("content-type: application/x-www-form-urlencoded\r\n"),
        "{request}"
    );
    assert!(request.ends_with("\r\n\r\nlogout_token=e.y.J"), "{request}");
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_not_followed() {
    let redirect = "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n";
    let (port, heard) = serve(Script::Says(redirect), None).await;
    let answer = with_loopback()
        .get(&format!("http://127.0.0.1:{port}/"), PATIENT)
        .await
        .unwrap();
    assert_eq!(answer.status, 302);
    assert_eq!(answer.ok(), Err(OutboundError::Status(302)));
    assert_eq!(heard.requests().len(), 1);
}

#[tokio::test]
async fn a_slow_answer_ends_with_the_time() {
    for script in [Script::Never, Script::Drips(FINE)] {
        let (port, _) = serve(script, None).await;
        let outcome = with_loopback()
            .get(&format!("http://127.0.0.1:{port}/"), SHORT)
            .await;
        assert_eq!(outcome, Err(OutboundError::TimedOut));
    }
}

#[tokio::test]
async fn a_long_answer_ends_at_the_limit() {
    let told: &str = Box::leak(
        format!(
            "HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n{}",
            "x".repeat(101)
        )
        .into_boxed_str(),
    );
    let untold: &str = Box::leak(format!("HTTP/1.1 200 OK\r\n\r\n{}", "x".repeat(101)).into_boxed_str());
    for script in [told, untold] {
        let (port, _) = serve(Script::Says(script), None).await;
        let outcome = with_loopback()
            .get(&format!("http://127.0.0.1:{port}/"), PATIENT)
            .await;
        assert_eq!(outcome, Err(OutboundError::TooLarge));
    }
}

#[tokio::test]
async fn where_the_status_counts_a_body_may_be_long_slow_or_broken() {
    const DRIPS: &str =
        "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
    let long = format!("HTTP/1.1 200 OK\r\n\r\n{}", "x".repeat(30_000));
    let cut_short = "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{}";
    for (script, length) in [
        (Script::Says(Box::leak(long.into_boxed_str())), Some(100)),
        (Script::Says(cut_short), Some(2)),
        (Script::Drips(DRIPS), None),
    ] {
        let (port, _) = serve(script, None).await;
        let limits = Limits {
            time: Duration::from_secs(3),
            whole: false,
            ..PATIENT
        };
        let url = format!("http://127.0.0.1:{port}/");
        let answer = with_loopback()
            .post_form(&url, String::new(), limits)
            .await
            .unwrap();
        assert_eq!(answer.status, 200);
        assert!(length.is_none_or(|length| answer.body.len() == length));
    }
}

#[tokio::test]
async fn what_is_no_answer_is_broken() {
    let cut_short = "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{}";
    for script in ["220 mail.example ESMTP\r\n", cut_short] {
        let (port, _) = serve(Script::Says(script), None).await;
        let outcome = with_loopback()
            .get(&format!("http://127.0.0.1:{port}/"), PATIENT)
            .await;
        assert_eq!(outcome, Err(OutboundError::Broken), "{script}");
    }
}

#[tokio::test]
async fn nobody_there_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let outcome = with_loopback()
        .get(&format!("http://127.0.0.1:{port}/"), PATIENT)
        .await;
    assert_eq!(outcome, Err(OutboundError::Unreachable));
    let outcome = public_only().get("https://no-such-host.invalid/", PATIENT).await;
    assert_eq!(outcome, Err(OutboundError::UnknownHost));
}

#[tokio::test]
async fn a_private_address_is_not_called_however_it_is_written() {
    let (port, heard) = serve(Script::Says(FINE), Some(acceptor())).await;
    for host in [
        "localhost",
        "LOCALHOST",
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "0x7f000001",
        "0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::127.0.0.1]",
        "[2002:7f00:1::]",
        "%6c%6f%63%61%6c%68%6f%73%74",
        "①②⑦.0.0.1",
        "169.254.169.254",
        "[fe80::1]",
        "[fd00::1]",
    ] {
        let outcome = public_only()
            .get(&format!("https://{host}:{port}/"), PATIENT)
            .await;
        assert_eq!(outcome, Err(OutboundError::Private), "{host}");
    }
    assert_eq!(heard.requests(), Vec::<String>::new());
}

#[tokio::test]
async fn http_is_spoken_only_where_the_operator_allows() {
    for host in ["9.9.9.9", "[2620:fe::fe]"] {
        let outcome = with_loopback().get(&format!("http://{host}/"), SHORT).await;
        assert_eq!(outcome, Err(OutboundError::NotHttps), "{host}");
    }
    let (port, _) = serve(Script::Says(FINE), None).await;
    let by_name = with_loopback()
        .get(&format!("http://localhost:{port}/"), PATIENT)
        .await;
    assert_eq!(by_name.map(|answer| answer.status), Ok(200));
}

#[tokio::test]
async fn other_addresses_are_none() {
    for url in [
        "",
        "keys",
        "/etc/passwd",
        "file:///etc/passwd",
        "ftp://files.example/",
        "gopher://files.example/",
        "data:application/json,{}",
        "https://ada:secret@rp.example/",
        "https://ada@rp.example/",
        "https://",
        "https://300.1.1.1/",
    ] {
        assert_eq!(
            public_only().get(url, SHORT).await,
            Err(OutboundError::Address),
            "{url}"
        );
    }
}

#[tokio::test]
async fn a_certificate_must_be_trusted() {
    let (port, heard) = serve(Script::Says(FINE), Some(acceptor())).await;
    let url = format!("https://localhost:{port}/");
    assert_eq!(with_loopback().get(&url, PATIENT).await, Err(OutboundError::Tls));
    assert_eq!(heard.requests(), Vec::<String>::new());

    let file = PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/src/mail/tests/localhost.pem"
    ));
    let own = Authorities::with(Some(&file)).unwrap();
    let http = Http::new(own, Reachable::with(&[]).and_loopback()).unwrap();
    assert_eq!(http.get(&url, PATIENT).await.map(|answer| answer.status), Ok(200));
    // Of another name it is none.
    let other = format!("https://127.0.0.1:{port}/");
    assert_eq!(http.get(&other, PATIENT).await, Err(OutboundError::Tls));
}

#[test]
fn how_long_an_answer_may_be_kept_is_read() {
    for (header, seconds) in [
        ("max-age=600", Some(600)),
        ("public, Max-Age=\"60\", immutable", Some(60)),
        ("no-store", Some(0)),
        ("max-age=600, no-cache", Some(0)),
        ("private, s-maxage=9", None),
        ("max-age=soon", None),
        ("", None),
    ] {
        assert_eq!(fresh_for(header), seconds.map(Duration::from_secs), "{header}");
    }
}

#[test]
fn a_file_of_authorities_that_is_none_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ca.pem");
    let told = || Authorities::with(Some(&file)).unwrap_err().to_string();
    assert!(told().contains("ca.pem"), "{}", told());
    std::fs::write(&file, "nothing").unwrap();
    assert!(told().ends_with("there is no certificate in it"), "{}", told());
    std::fs::write(
        &file,
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    )
    .unwrap();
    assert!(told().contains("cannot be read"), "{}", told());
}
