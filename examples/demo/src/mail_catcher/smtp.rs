//! The mail server: connections, lines, and the mail itself.

use std::io;
use std::time::Duration;

use smtp_proto::request::receiver::DataReceiver;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::dialogue::{Dialogue, GREETING, SIZE_LIMIT, Step};
use super::inbox::Inbox;

/// The greatest length of a command in bytes, its parameters and line end included.
const LINE_LIMIT: u64 = 4096;
/// How long a client may keep silent (RFC 5321, section 4.5.3.2.7).
const PATIENCE: Duration = Duration::from_secs(300);

/// Receives mail into the inbox. It ends only by an error of the listener; dropping it closes every connection.
///
/// # Errors
/// When the listener fails.
pub async fn serve_smtp(listener: TcpListener, inbox: Inbox) -> io::Result<()> {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                connections.spawn(converse(accepted?.0, inbox.clone()));
            }
            // A connection that ended with an error lost its client: there is nobody left to tell.
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn converse(stream: TcpStream, inbox: Inbox) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut dialogue = Dialogue::default();
    stream.write_all(GREETING.as_bytes()).await?;
    loop {
        let Some(line) = in_time(command(&mut stream)).await? else {
            return stream.write_all(b"500 The line is too long\r\n").await;
        };
        match dialogue.answer(&line) {
            Step::Reply(text) => stream.write_all(text.as_bytes()).await?,
            Step::Close(text) => return stream.write_all(text.as_bytes()).await,
            Step::Receive(text, envelope) => {
                stream.write_all(text.as_bytes()).await?;
                let reply = match in_time(message(&mut stream)).await? {
                    Some(message) => {
                        format!("250 2.0.0 Caught as {}\r\n", inbox.receive(&envelope, &message))
                    }
                    None => "552 The mail is too large\r\n".to_owned(),
                };
                stream.write_all(reply.as_bytes()).await?;
            }
        }
    }
}

async fn in_time<T>(deed: impl Future<Output = io::Result<T>>) -> io::Result<T> {
    timeout(PATIENCE, deed).await?
}

/// One command with its line end, or nothing when it is too long. A closed connection is an error.
async fn command(stream: &mut BufReader<TcpStream>) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    stream.take(LINE_LIMIT).read_until(b'\n', &mut line).await?;
    if line.ends_with(b"\n") {
        return Ok(Some(line));
    }
    if line.len() as u64 == LINE_LIMIT {
        Ok(None)
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

/// The mail up to the line with one dot, its dots unstuffed (RFC 5321, section 4.5.2); nothing when it is too large.
async fn message(stream: &mut BufReader<TcpStream>) -> io::Result<Option<Vec<u8>>> {
    let mut receiver = DataReceiver::new();
    // The line end of the DATA command counts: a dot may be the very first thing after it.
    receiver.ingest(&mut b"\r\n".iter(), &mut Vec::new());
    let (mut message, mut too_large, mut complete) = (Vec::new(), false, false);
    while !complete {
        let bytes = stream.fill_buf().await?;
        if bytes.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut unread = bytes.iter();
        complete = receiver.ingest(&mut unread, &mut message);
        let read = bytes.len() - unread.len();
        stream.consume(read);
        if message.len() > SIZE_LIMIT {
            too_large = true;
            message.clear();
        }
    }
    Ok((!too_large).then_some(message))
}
