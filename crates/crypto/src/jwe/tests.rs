//! Round trips, the vectors of the standards, what another library makes and reads, and what a stranger may try.

use super::*;
use crate::client_keys::ClientKeys;
use crate::rng::SeededRng;
use aws_lc_rs::agreement::{ECDH_P256, PrivateKey};
use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use josekit::jwe::alg::ecdh_es::EcdhEsJweAlgorithm;
use josekit::jwe::alg::rsaes::RsaesJweAlgorithm;
use josekit::jwe::{JweDecrypter, JweEncrypter, JweHeader};
use josekit::jwk::Jwk;
use std::sync::LazyLock;
use zeroize::Zeroizing;

/// One key of each kind, made once: RSA takes a while.
static KEYS: LazyLock<[DecryptionKey; 2]> =
    LazyLock::new(|| [DecryptionAlg::RsaOaep256, DecryptionAlg::EcdhEs].map(DecryptionKey::generate));

fn rng() -> SeededRng {
    SeededRng::new(1)
}

/// What decrypts must not draw the key again that encrypted.
fn decrypted(jwe: &str, keys: &[DecryptionKey]) -> Result<Vec<u8>, Undecryptable> {
    decrypt(jwe, keys, &SeededRng::new(2))
}

/// The keys as a client sees them.
fn published() -> ClientKeys {
    let keys: Vec<Value> = KEYS.iter().map(DecryptionKey::public_jwk).collect();
    ClientKeys::parse(&json!({ "keys": keys })).expect("a JWK Set")
}

fn encrypted(alg: KeyManagement, enc: ContentEncryption) -> String {
    published()
        .encrypt(alg, enc, b"attack at dawn", None, &rng())
        .expect("a JWE")
}

fn serving(alg: KeyManagement) -> &'static DecryptionKey {
    KEYS.iter().find(|key| key.serves(alg)).expect("a key")
}

fn octets(base64: &str) -> Vec<u8> {
    decode(base64).expect("base64url")
}

fn parts(jwe: &str) -> Vec<String> {
    jwe.split('.').map(ToOwned::to_owned).collect()
}

/// Every way of encrypting that there is.
fn ways() -> impl Iterator<Item = (KeyManagement, ContentEncryption)> {
    let with_each = |&alg| ContentEncryption::ALL.iter().map(move |&enc| (alg, enc));
    KeyManagement::ALL.iter().flat_map(with_each)
}

#[test]
fn what_is_encrypted_in_any_way_is_decrypted() {
    for (alg, enc) in ways() {
        for length in [0, 15, 16, 1000] {
            let payload = vec![b'a'; length];
            let jwe = published()
                .encrypt(alg, enc, &payload, None, &rng())
                .expect("a JWE");
            assert_eq!(decrypted(&jwe, &*KEYS), Ok(payload), "{alg} {enc} {length}");
        }
    }
}

#[test]
fn a_key_survives_its_stored_form() {
    for key in &*KEYS {
        let read = DecryptionKey::from_der(key.alg(), key.to_der()).expect("its own stored form");
        assert_eq!((read.kid(), read.public_jwk()), (key.kid(), key.public_jwk()));
        assert_eq!(key.public_jwk()["use"], "enc");
        assert!(key.public_jwk().get("d").is_none());
        assert!(format!("{key:?}").ends_with(", redacted)"));
        let other = DecryptionAlg::ALL
            .iter()
            .find(|alg| **alg != key.alg())
            .expect("two kinds");
        assert!(DecryptionKey::from_der(*other, key.to_der()).is_err());
        assert!(DecryptionKey::from_der(key.alg(), &key.to_der()[..40]).is_err());
    }
}

// ---------------------------------------------------------------- the standards' own examples

#[test]
fn aes_cbc_with_hmac_is_that_of_rfc_7518_appendix_b_1() {
    let key: Vec<u8> = (0..32).collect();
    let key = Zeroizing::new(<[u8; 32]>::try_from(key).expect("32 octets"));
    let payload = b"A cipher system must not be required to be secret, and it must be able to fall into the \
                    hands of the enemy without inconvenience";
    let header = b"The second principle of Auguste Kerckhoffs";
    let iv = hex("1af38c2dc2b96ffdd86694092341bc04")
        .try_into()
        .expect("16 octets");
    let sealed = content::seal_cbc(&key, header, payload, iv).expect("ciphertext");
    let ciphertext = "c80edfa32ddf39d5ef00c0b468834279a2e46a1b8049f792f76bfe54b903a9c9a94ac9b47ad2655c5f10f9aef71427e2\
                      fc6f9b3f399a221489f16362c703233609d45ac69864e3321cf82935ac4096c86e133314c54019e8ca7980dfa4b9cf1b\
                      384c486f3a54c51078158ee5d79de59fbd34d848b3d69550a67646344427ade54b8851ffb598f7f80074b9473c82e2db";
    assert_eq!(sealed.ciphertext, hex(ciphertext));
    assert_eq!(sealed.tag, hex("652c3fa36b0a7c5b3219fab3a30bc1c4"));
    let opened = content::open(ContentEncryption::A128CbcHs256, &key, header, &sealed);
    assert_eq!(opened.as_deref(), Ok(&payload[..]));
}

#[test]
fn the_key_agreed_upon_is_that_of_rfc_7518_appendix_c() {
    let private =
        PrivateKey::from_private_key(&ECDH_P256, &octets("VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"));
    let header = json::object(
        br#"{"alg": "ECDH-ES", "enc": "A128GCM", "apu": "QWxpY2U", "apv": "Qm9i", "epk": {
             "kty": "EC", "crv": "P-256",
             "x": "gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0",
             "y": "SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps"}}"#,
    );
    let header = header.expect("a header");
    let shared = agreement::complete(Curve::P256, &private.expect("Bob's key"), &header).expect("a secret");
    let peer = Peer::read(&header).expect("apu and apv");
    let derived = agreement::derive(&shared, "A128GCM", &peer, 128);
    assert_eq!(derived[..16], octets("VqqN6vgjbSBcIijNcacQGg"));
}

#[test]
fn the_example_of_rfc_7520_section_5_5_is_decrypted() {
    let private =
        PrivateKey::from_private_key(&ECDH_P256, &octets("r_kHyZ-a06rmxM3yESK84r1otSg-aQcVStkRhA-iCM8"));
    let der: Pkcs8V1Der<'_> = private.expect("Merry's key").as_der().expect("DER");
    let key = DecryptionKey::from_der(DecryptionAlg::EcdhEs, der.as_ref()).expect("a key");
    let header = "eyJhbGciOiJFQ0RILUVTIiwia2lkIjoibWVyaWFkb2MuYnJhbmR5YnVja0BidWNrbGFuZC5leGFtcGxlIiwiZXBrIjp7Imt0eSI6\
                  IkVDIiwiY3J2IjoiUC0yNTYiLCJ4IjoibVBVS1RfYkFXR0hJaGcwVHBqanFWc1AxclhXUXVfdndWT0hIdE5rZFlvQSIsInkiOiI4\
                  QlFBc0ltR2VBUzQ2ZnlXdzVNaFlmR1RUMElqQnBGdzJTUzM0RHY0SXJzIn0sImVuYyI6IkExMjhDQkMtSFMyNTYifQ";
    let ciphertext = "BoDlwPnTypYq-ivjmQvAYJLb5Q6l-F3LIgQomlz87yW4OPKbWE1zSTEFjDfhU9IPIOSA9Bml4m7iDFwA-1ZXvHteLDtw4R1XRG\
                      MEsDIqAYtskTTmzmzNa-_q4F_evAPUmwlO-ZG45Mnq4uhM1fm_D9rBtWolqZSF3xGNNkpOMQKF1Cl8i8wjzRli7-IXgyirlKQs\
                      bhhqRzkv8IcY6aHl24j03C-AR2le1r7URUhArM79BY8soZU0lzwI-sD5PZ3l4NDCCei9XkoIAfsXJWmySPoeRb2Ni5UZL4mYpv\
                      KDiwmyzGd65KqVw7MsFfI_K767G9C9Azp73gKZD0DyUn1mn0WW5LmyX_yJ-3AROq8p1WZBfG-ZyJ6195_JGG2m9Csg";
    let jwe = format!("{header}..yc9N8v5sYyv3iGQT926IUg.{ciphertext}.WCCkNa-x4BeB9hIDIfFuhg");
    // By hand: its key has a name of its own.
    let opened = Jwe::read(&jwe)
        .and_then(|jwe| jwe.open(&key, &rng()))
        .expect("the example");
    let text = String::from_utf8(opened).expect("text");
    assert!(
        text.starts_with("You can trust us") && text.ends_with("your friends, Frodo."),
        "{text}"
    );
}

// ---------------------------------------------------------------- another library

fn their_decrypter(alg: KeyManagement) -> Box<dyn JweDecrypter> {
    let der = serving(alg).to_der();
    match theirs(alg) {
        Theirs::Rsa(rsa) => Box::new(rsa.decrypter_from_der(der).expect("an RSA key")),
        Theirs::Ecdh(ecdh) => Box::new(ecdh.decrypter_from_der(der).expect("a key on P-256")),
    }
}

fn their_encrypter(alg: KeyManagement) -> Box<dyn JweEncrypter> {
    let Value::Object(jwk) = serving(alg).public_jwk() else {
        panic!("a JWK is an object");
    };
    let jwk = Jwk::from_map(jwk).expect("a JWK");
    match theirs(alg) {
        Theirs::Rsa(rsa) => Box::new(rsa.encrypter_from_jwk(&jwk).expect("an RSA key")),
        Theirs::Ecdh(ecdh) => Box::new(ecdh.encrypter_from_jwk(&jwk).expect("a key on P-256")),
    }
}

enum Theirs {
    Rsa(RsaesJweAlgorithm),
    Ecdh(EcdhEsJweAlgorithm),
}

fn theirs(alg: KeyManagement) -> Theirs {
    match alg {
        KeyManagement::RsaOaep256 => Theirs::Rsa(josekit::jwe::RSA_OAEP_256),
        KeyManagement::EcdhEs => Theirs::Ecdh(josekit::jwe::ECDH_ES),
        KeyManagement::EcdhEsA128Kw => Theirs::Ecdh(josekit::jwe::ECDH_ES_A128KW),
        KeyManagement::EcdhEsA256Kw => Theirs::Ecdh(josekit::jwe::ECDH_ES_A256KW),
    }
}

#[test]
fn josekit_reads_what_is_encrypted_here() {
    for (alg, enc) in ways() {
        let jwe = published()
            .encrypt(alg, enc, b"a.b.c", Some("JWT"), &rng())
            .expect("a JWE");
        let (payload, header) =
            josekit::jwe::deserialize_compact(&jwe, &*their_decrypter(alg)).expect("it reads ours");
        assert_eq!(
            (&payload[..], header.content_type()),
            (&b"a.b.c"[..], Some("JWT")),
            "{alg} {enc}"
        );
    }
}

#[test]
fn what_josekit_encrypts_is_read_here() {
    for (alg, enc) in ways() {
        let mut header = JweHeader::new();
        header.set_content_encryption(enc.as_str());
        let jwe = josekit::jwe::serialize_compact(b"a.b.c", &header, &*their_encrypter(alg)).expect("a JWE");
        assert_eq!(
            decrypted(&jwe, &*KEYS).as_deref(),
            Ok(&b"a.b.c"[..]),
            "{alg} {enc}"
        );
        // RFC 7516, 4.1.6: what a bomb would say of itself.
        header.set_claim("zip", Some(json!("DEF"))).expect("a member");
        let jwe = josekit::jwe::serialize_compact(b"a.b.c", &header, &*their_encrypter(alg)).expect("a JWE");
        assert_eq!(decrypted(&jwe, &*KEYS), Err(Undecryptable), "{alg} {enc}");
    }
}

// ---------------------------------------------------------------- what a stranger may try

#[test]
fn what_was_changed_anywhere_is_refused() {
    for (alg, enc) in ways() {
        let jwe = encrypted(alg, enc);
        for (index, part) in parts(&jwe).iter().enumerate() {
            let whole = octets(part);
            let mut variants = vec![Vec::new(), [&whole[..], &[0]].concat()];
            if let Some((_, shorter)) = whole.split_last() {
                variants.push(shorter.to_vec());
                variants.push([&[whole[0] ^ 1], &whole[1..]].concat());
            }
            for variant in variants.into_iter().filter(|variant| *variant != whole) {
                let mut changed = parts(&jwe);
                changed[index] = URL_SAFE_NO_PAD.encode(variant);
                let changed = changed.join(".");
                assert_eq!(
                    decrypted(&changed, &*KEYS),
                    Err(Undecryptable),
                    "{alg} {enc} {changed}"
                );
            }
        }
    }
}

#[test]
fn headers_that_demand_or_repeat_something_are_refused() {
    let jwe = encrypted(KeyManagement::EcdhEs, ContentEncryption::A256Gcm);
    let header = String::from_utf8(octets(&parts(&jwe)[0])).expect("text");
    for member in [
        r#""zip":"DEF""#,
        r#""crit":["exp"],"exp":1"#,
        r#""alg":"ECDH-ES""#,
        r#""apu":1"#,
        r#""apv":"=""#,
    ] {
        let changed = header.replacen('{', &format!("{{{member},"), 1);
        let mut changed_parts = parts(&jwe);
        changed_parts[0] = URL_SAFE_NO_PAD.encode(changed);
        let changed = changed_parts.join(".");
        assert_eq!(decrypted(&changed, &*KEYS), Err(Undecryptable), "{member}");
    }
    for alg in [
        "dir",
        "RSA1_5",
        "RSA-OAEP",
        "A128KW",
        "PBES2-HS256+A128KW",
        "none",
    ] {
        let changed = header.replace("\"ECDH-ES\"", &format!("\"{alg}\""));
        let mut changed_parts = parts(&jwe);
        changed_parts[0] = URL_SAFE_NO_PAD.encode(changed);
        assert_eq!(
            decrypted(&changed_parts.join("."), &*KEYS),
            Err(Undecryptable),
            "{alg}"
        );
    }
}

#[test]
fn an_ephemeral_key_that_is_no_point_of_the_curve_is_refused() {
    // The invalid curve attack: agreeing with such points tells the private key, a few bits each.
    let jwe = encrypted(KeyManagement::EcdhEs, ContentEncryption::A256Gcm);
    let header = json::object(&octets(&parts(&jwe)[0])).expect("a header");
    let zero = URL_SAFE_NO_PAD.encode([0; 32]);
    let one = URL_SAFE_NO_PAD.encode([&[0; 31][..], &[1]].concat());
    for (member, value) in [
        ("x", json!(zero)),
        ("y", json!(zero)),
        ("y", json!(one)),
        ("x", json!("AA")),
        ("x", json!(1)),
        ("crv", json!("P-384")),
        ("kty", json!("OKP")),
    ] {
        let mut header = header.clone();
        header["epk"][member] = value.clone();
        let whole = Jwe {
            header,
            ..Jwe::read(&jwe).expect("a JWE")
        };
        let key = serving(KeyManagement::EcdhEs);
        let content_key = key.content_key(whole.alg, whole.enc, &whole.header, &whole.encrypted_key);
        assert!(content_key.is_err(), "{member} {value}");
    }
}

#[test]
fn a_key_of_another_kind_or_name_does_not_open_it() {
    let jwe = encrypted(KeyManagement::RsaOaep256, ContentEncryption::A256Gcm);
    assert_eq!(decrypted(&jwe, &KEYS[1..]), Err(Undecryptable));
    let another = [DecryptionKey::generate(DecryptionAlg::EcdhEs)];
    let jwe = encrypted(KeyManagement::EcdhEsA256Kw, ContentEncryption::A256Gcm);
    assert_eq!(decrypted(&jwe, &another), Err(Undecryptable));
    assert_eq!(decrypted(&jwe, &[]), Err(Undecryptable));
}

#[test]
fn what_is_no_jwe_or_too_long_is_refused() {
    let long = "a".repeat(MOST_OCTETS + 1);
    let dots = ".".repeat(MOST_OCTETS);
    for text in [
        "",
        "....",
        "a.b.c",
        "e30....",
        "e30.a.b.c.d.e",
        "\u{e4}.a.b.c.d",
        &long,
        &dots,
    ] {
        assert_eq!(decrypted(text, &*KEYS), Err(Undecryptable));
    }
}

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().collect();
    let octet = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).expect("ASCII"), 16).expect("hex");
    digits.chunks(2).map(octet).collect()
}
