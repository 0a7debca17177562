//! A stream whose reader must read.

use std::future::Future as _;
use std::io::{Error, ErrorKind, IoSlice, Result};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// How long nothing may be taken of what is written.
pub(super) const STALLED: Duration = Duration::from_secs(30);

/// Fails to write once the other side has taken nothing for [`STALLED`].
pub(super) struct Unstalled<S> {
    stream: S,
    /// Runs while something waits to be written.
    waiting: Option<Pin<Box<Sleep>>>,
}

impl<S: Unpin> Unstalled<S> {
    pub(super) const fn new(stream: S) -> Self {
        Self {
            stream,
            waiting: None,
        }
    }

    /// Does a step of writing, which may wait no longer than [`STALLED`].
    fn step<T>(
        &mut self,
        cx: &mut Context<'_>,
        write: impl FnOnce(Pin<&mut S>, &mut Context<'_>) -> Poll<Result<T>>,
    ) -> Poll<Result<T>> {
        if let Poll::Ready(done) = write(Pin::new(&mut self.stream), cx) {
            self.waiting = None;
            return Poll::Ready(done);
        }
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(sleep(STALLED)));
        ready!(waiting.as_mut().poll(cx));
        Poll::Ready(Err(Error::new(
            ErrorKind::TimedOut,
            "the other side reads nothing",
        )))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Unstalled<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, into)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Unstalled<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, from: &[u8]) -> Poll<Result<usize>> {
        self.step(cx, |stream, cx| stream.poll_write(cx, from))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        from: &[IoSlice<'_>],
    ) -> Poll<Result<usize>> {
        self.step(cx, |stream, cx| stream.poll_write_vectored(cx, from))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        self.step(cx, AsyncWrite::poll_flush)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        self.step(cx, AsyncWrite::poll_shutdown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};
    use tokio::time::Instant;

    #[tokio::test(start_paused = true)]
    async fn who_reads_nothing_is_waited_for_so_long() {
        let (near, _far) = duplex(10);
        let began = Instant::now();
        let written = Unstalled::new(near).write_all(&[0; 100]).await;
        assert_eq!(written.expect_err("nobody reads").kind(), ErrorKind::TimedOut);
        assert!((STALLED..STALLED * 2).contains(&began.elapsed()));
    }

    #[tokio::test(start_paused = true)]
    async fn who_reads_slowly_gets_everything() {
        let (near, mut far) = duplex(10);
        let writes = tokio::spawn(async move { Unstalled::new(near).write_all(&[0; 100]).await });
        for _ in 0..10 {
            sleep(STALLED * 9 / 10).await;
            far.read_exact(&mut [0; 10]).await.expect("read");
        }
        writes.await.expect("ended").expect("written");
    }
}
