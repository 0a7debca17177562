// Tells the page of an app whether the login has changed since it got its session_state (OpenID Connect Session
// Management 1.0, 3.2). What is compared is made as in the provider: session_state in its protocol.
"use strict";
{
  // Longer than any question: a client's identifier, a digest and a salt.
  const LONGEST = 1000;

  // SHA-256 (FIPS 180-4). Browsers have one only where each page around the frame came over https, and the one that the
  // OpenID Foundation's suite drives has none.
  const primes = [];
  for (let number = 2; primes.length < 64; number++) {
    if (primes.every((prime) => number % prime)) primes.push(number);
  }
  const fraction = (root) => ((root % 1) * 0x100000000) | 0;
  const ROUNDS = primes.map((prime) => fraction(Math.cbrt(prime)));
  const BEGINNING = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
  const turn = (word, bits) => (word >>> bits) | (word << (32 - bits));

  const padded = (text) => {
    const bytes = Array.from(new TextEncoder().encode(text));
    const bits = bytes.length * 8;
    bytes.push(0x80);
    while (bytes.length % 64 !== 56) bytes.push(0);
    bytes.push(0, 0, 0, 0, bits >>> 24, bits >>> 16, bits >>> 8, bits);
    return bytes.map((byte) => byte & 0xff);
  };

  const schedule = (block) => {
    const words = [];
    for (let i = 0; i < 64; i++) {
      if (i < 16) {
        words.push(block.slice(4 * i, 4 * i + 4).reduce((word, byte) => (word << 8) | byte, 0));
        continue;
      }
      const [late, early] = [words[i - 2], words[i - 15]];
      const first = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
      const second = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
      words.push((words[i - 16] + first + words[i - 7] + second) | 0);
    }
    return words;
  };

  const compress = (state, block) => {
    let [a, b, c, d, e, f, g, h] = state;
    schedule(block).forEach((word, i) => {
      const one = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[i] + word;
      const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    });
    return [a, b, c, d, e, f, g, h].map((word, i) => (word + state[i]) | 0);
  };

  const digest = (text) => {
    const bytes = padded(text);
    let state = BEGINNING;
    for (let at = 0; at < bytes.length; at += 64) state = compress(state, bytes.slice(at, at + 64));
    const letters = state.map((word) =>
      String.fromCharCode(word >>> 24, (word >>> 16) & 0xff, (word >>> 8) & 0xff, word & 0xff),
    );
    return btoa(letters.join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  };

  const loginState = () => {
    const cookies = document.cookie.split("; ").map((cookie) => cookie.split("="));
    // Another host of the domain can set the name without prefix.
    const expected = location.protocol === "https:" ? "__Host-vk_state" : "vk_state";
    const own = cookies.find(([name]) => name === expected);
    return own ? own[1] : "";
  };

  const answer = (message, origin) => {
    const isQuestion = typeof message === "string" && message.length <= LONGEST;
    const asked = isQuestion && message.match(/^(.+) ([\w-]+)\.([\w-]+)$/);
    if (!asked) return "error";
    const [, client, known, salt] = asked;
    const now = digest(`${client} ${origin} ${loginState()} ${salt}`);
    return now === known ? "unchanged" : "changed";
  };

  addEventListener("message", (event) => {
    // A page without an origin can't be answered by it, and our own answers ask nothing.
    if (event.source === window || event.origin === "null") return;
    event.source.postMessage(answer(event.data, event.origin), event.origin);
  });
}
