//! Images that strangers bring: what they are, how large, and the same without anything that is no part of the picture.
//!
//! A file is walked from its first byte to its last, by its format's own structure: one that ends early, or goes on behind
//! the image, is refused. Metadata (where a photograph was taken, whatever else somebody hid there) is left out. SVG is
//! none of the formats: it can hold scripts.

/// Most bytes of a file.
pub const MAX_BYTES: usize = 256 * 1024;
/// Most pixels of each side, so that no small file becomes a large picture.
const MAX_SIDE: u32 = 2048;

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogoProblem {
    /// There is none, or it is empty.
    Missing,
    /// More than [`MAX_BYTES`].
    TooLarge,
    /// Neither PNG nor JPEG nor WebP.
    Type,
    /// It breaks off, does not hold together, or goes on behind the image.
    Broken,
    /// A side has no pixel, or more than 2048.
    Dimensions,
}

/// An image that is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// `image/png`, `image/jpeg` or `image/webp`.
    pub media_type: &'static str,
    /// The file without metadata.
    pub bytes: Vec<u8>,
}

/// The image in a file, by what it holds: what its name or its sender calls it does not count.
///
/// # Errors
/// See [`LogoProblem`].
pub fn read(file: &[u8]) -> Result<Image, LogoProblem> {
    if file.is_empty() {
        return Err(LogoProblem::Missing);
    }
    if file.len() > MAX_BYTES {
        return Err(LogoProblem::TooLarge);
    }
    let (media_type, read): (_, Reader) = match file {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => ("image/png", png),
        [0xff, 0xd8, 0xff, ..] => ("image/jpeg", jpeg),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => ("image/webp", webp),
        _ => return Err(LogoProblem::Type),
    };
    let Read { size, bytes } = read(file).ok_or(LogoProblem::Broken)?;
    match size.into_iter().all(|side| (1..=MAX_SIDE).contains(&side)) {
        true => Ok(Image { media_type, bytes }),
        false => Err(LogoProblem::Dimensions),
    }
}

/// Walks a file of one format; none where it does not hold together.
type Reader = fn(&[u8]) -> Option<Read>;

struct Read {
    /// Width and height.
    size: [u32; 2],
    bytes: Vec<u8>,
}

/// Takes so many bytes from the front.
fn take<'a>(rest: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(count)?;
    *rest = left;
    Some(taken)
}

fn number_be(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .fold(0, |number, byte| number << 8 | u32::from(*byte))
}

fn number_le(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .rev()
        .fold(0, |number, byte| number << 8 | u32::from(*byte))
}

/// PNG (third edition), 5: a signature, and chunks from IHDR to IEND. Those that change no pixel are left out.
fn png(file: &[u8]) -> Option<Read> {
    let mut rest = file;
    let mut bytes = take(&mut rest, 8)?.to_vec();
    let (mut size, mut has_data) = (None, false);
    loop {
        let chunk = rest;
        let length = usize::try_from(number_be(take(&mut rest, 4)?)).ok()?;
        let name = take(&mut rest, 4)?;
        let data = take(&mut rest, length)?;
        take(&mut rest, 4)?;
        match (name, size) {
            (b"IHDR", None) if length == 13 => size = Some([number_be(&data[..4]), number_be(&data[4..8])]),
            (b"IHDR", _) | (_, None) => return None,
            (b"IDAT", _) => has_data = true,
            _ => {}
        }
        let is_kept = matches!(
            name,
            b"IHDR" | b"PLTE" | b"IDAT" | b"IEND" | b"tRNS" | b"gAMA" | b"cHRM" | b"sRGB"
        );
        if is_kept {
            bytes.extend_from_slice(&chunk[..length + 12]);
        }
        if name == b"IEND" {
            let size = size.filter(|_| has_data && rest.is_empty())?;
            return Some(Read { size, bytes });
        }
    }
}

/// JPEG (ITU-T T.81), annex B: markers, of which some begin a segment, and the image's data behind each start of a scan.
/// Comments and the segments of applications are left out, save for those without which colours change.
fn jpeg(file: &[u8]) -> Option<Read> {
    let mut rest = file;
    let mut bytes = take(&mut rest, 2)?.to_vec();
    let (mut size, mut has_data) = (None, false);
    loop {
        let segment = rest;
        let [0xff, marker] = *take(&mut rest, 2)? else {
            return None;
        };
        if marker == 0xd9 {
            bytes.extend_from_slice(&[0xff, marker]);
            let size = size.filter(|_| has_data && rest.is_empty())?;
            return Some(Read { size, bytes });
        }
        // Neither a marker that stands alone nor one that is reserved.
        if !(0xc0..=0xfe).contains(&marker) || (0xd0..=0xd8).contains(&marker) {
            return None;
        }
        let length = usize::try_from(number_be(rest.get(..2)?)).ok()?;
        let data = take(&mut rest, length)?.get(2..)?;
        if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            // A decoder takes the first one's size: another must not hide it.
            if size.is_some() {
                return None;
            }
            size = Some([number_be(data.get(3..5)?), number_be(data.get(1..3)?)]);
        }
        let mut end = length + 2;
        if marker == 0xda {
            has_data = true;
            let scanned = scan(rest)?;
            take(&mut rest, scanned)?;
            end += scanned;
        }
        let is_metadata = matches!(marker, 0xe1 | 0xe3..=0xed | 0xef | 0xfe)
            || marker == 0xe2 && !data.starts_with(b"ICC_PROFILE\0");
        if !is_metadata {
            bytes.extend_from_slice(&segment[..end]);
        }
    }
}

/// How long the data of a scan is: up to a marker that is neither an escaped byte nor a restart.
fn scan(data: &[u8]) -> Option<usize> {
    data.windows(2)
        .position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff))
}

/// WebP (RFC 9649, 2): a RIFF file, whose length its head tells. Chunks of metadata and unknown ones are left out.
fn webp(file: &[u8]) -> Option<Read> {
    let mut rest = file;
    let head = take(&mut rest, 12)?;
    if usize::try_from(number_le(&head[4..8])).ok()? + 8 != file.len() {
        return None;
    }
    let (mut size, mut has_data, mut chunks) = (None, false, Vec::new());
    while !rest.is_empty() {
        let name = take(&mut rest, 4)?;
        let length = number_le(take(&mut rest, 4)?);
        let length = usize::try_from(length).ok()?;
        let mut data = take(&mut rest, length + length % 2)?.to_vec();
        let own = match name {
            b"VP8X" if length == 10 => {
                // Says that there is neither Exif nor XMP, which are left out.
                data[0] &= !0b1100;
                Some([number_le(&data[4..7]) + 1, number_le(&data[7..10]) + 1])
            }
            b"VP8 " if data.get(3..6) == Some(&[0x9d, 0x01, 0x2a]) => {
                let side = |at: usize| Some(number_le(data.get(at..at + 2)?) & 0x3fff);
                Some([side(6)?, side(8)?])
            }
            b"VP8L" if data.first() == Some(&0x2f) => {
                let bits = number_le(data.get(1..5)?);
                Some([(bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1])
            }
            b"ANIM" | b"ANMF" | b"ALPH" | b"ICCP" => None,
            b"EXIF" | b"XMP " => continue,
            b"VP8X" | b"VP8 " | b"VP8L" => return None,
            _ => continue,
        };
        has_data |= matches!(name, b"VP8 " | b"VP8L" | b"ANMF");
        size = size.or(own);
        chunks.extend_from_slice(name);
        chunks.extend_from_slice(&u32::try_from(length).ok()?.to_le_bytes());
        chunks.append(&mut data);
    }
    let length = u32::try_from(chunks.len() + 4).ok()?.to_le_bytes();
    let bytes = [b"RIFF", length.as_slice(), b"WEBP", &chunks].concat();
    Some(Read {
        size: size.filter(|_| has_data)?,
        bytes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
        let length = u32::try_from(data.len()).expect("short").to_be_bytes();
        [&length, name.as_slice(), data, &[0; 4]].concat()
    }

    fn png_of(width: u32, height: u32, more: &[u8]) -> Vec<u8> {
        let head = [
            &width.to_be_bytes(),
            height.to_be_bytes().as_slice(),
            &[8, 6, 0, 0, 0],
        ]
        .concat();
        let signature = b"\x89PNG\r\n\x1a\n".to_vec();
        [
            signature,
            chunk(b"IHDR", &head),
            more.to_vec(),
            chunk(b"IDAT", &[1, 2]),
            chunk(b"IEND", &[]),
        ]
        .concat()
    }

    fn jpeg_of(more: &[u8]) -> Vec<u8> {
        let frame = [0xff, 0xc0, 0, 11, 8, 0, 40, 0, 30, 1, 1, 0x11, 0];
        let scan = [
            0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56,
        ];
        [&[0xff, 0xd8], more, &frame, &scan, &[0xff, 0xd9]].concat()
    }

    fn webp_of(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
        let mut body = b"WEBP".to_vec();
        for (name, data) in chunks {
            body.extend_from_slice(*name);
            body.extend_from_slice(&u32::try_from(data.len()).expect("short").to_le_bytes());
            body.extend_from_slice(data);
            body.resize(body.len() + data.len() % 2, 0);
        }
        [
            b"RIFF",
            u32::try_from(body.len()).expect("short").to_le_bytes().as_slice(),
            &body,
        ]
        .concat()
    }

    /// 30 to 40 pixels.
    const VP8: &[u8] = &[0, 0, 0, 0x9d, 0x01, 0x2a, 30, 0, 40, 0, 7];
    const VP8L: &[u8] = &[0x2f, 29, 0xc0, 0x09, 0, 7];

    #[test]
    fn each_format_is_known_by_what_it_holds() {
        let extended = [0b1100, 0, 0, 0, 29, 0, 0, 39, 0, 0];
        for (file, media_type) in [
            (png_of(30, 40, &[]), "image/png"),
            (jpeg_of(&[]), "image/jpeg"),
            (webp_of(&[(b"VP8 ", VP8)]), "image/webp"),
            (webp_of(&[(b"VP8L", VP8L)]), "image/webp"),
        ] {
            let image = read(&file).expect("an image");
            assert_eq!((image.media_type, &image.bytes), (media_type, &file));
        }
        assert!(read(&webp_of(&[(b"VP8X", &extended), (b"VP8 ", VP8)])).is_ok());
    }

    #[test]
    fn sizes_are_those_of_the_image() {
        for read in [
            png(&png_of(30, 40, &[])),
            jpeg(&jpeg_of(&[])),
            webp(&webp_of(&[(b"VP8L", VP8L)])),
        ] {
            assert_eq!(read.map(|read| read.size), Some([30, 40]));
        }
    }

    #[test]
    fn what_is_no_part_of_the_picture_is_left_out() {
        let text = chunk(b"tEXt", b"Comment\0<script>alert(1)</script>");
        let comment = [&[0xff, 0xfe, 0, 10], b"<script>".as_slice()].concat();
        let place = [&[0xff, 0xe1, 0, 8], b"Exif\0\0".as_slice()].concat();
        let extended = [0b1100, 0, 0, 0, 29, 0, 0, 39, 0, 0];
        let plain = [0, 0, 0, 0, 29, 0, 0, 39, 0, 0];
        for (file, clean) in [
            (png_of(30, 40, &text), png_of(30, 40, &[])),
            (jpeg_of(&[comment, place].concat()), jpeg_of(&[])),
            (
                webp_of(&[
                    (b"VP8X", &extended),
                    (b"VP8 ", VP8),
                    (b"XMP ", b"<script>1"),
                    (b"EXIF", b"x"),
                ]),
                webp_of(&[(b"VP8X", &plain), (b"VP8 ", VP8)]),
            ),
        ] {
            assert_eq!(read(&file).expect("an image").bytes, clean);
        }
    }

    #[test]
    fn a_file_that_is_something_else_too_is_refused() {
        for file in [png_of(30, 40, &[]), jpeg_of(&[]), webp_of(&[(b"VP8 ", VP8)])] {
            let behind = [file.as_slice(), b"<script>alert(1)</script>"].concat();
            assert_eq!(read(&behind), Err(LogoProblem::Broken));
            for length in [12, file.len() / 2, file.len() - 1] {
                assert_eq!(read(&file[..length]), Err(LogoProblem::Broken), "cut to {length}");
            }
        }
    }

    #[test]
    fn a_second_frame_does_not_hide_the_size_of_the_first() {
        let huge = [0xff, 0xc0, 0, 11, 8, 0xff, 0xff, 0xff, 0xff, 1, 1, 0x11, 0];
        assert_eq!(read(&jpeg_of(&huge)), Err(LogoProblem::Broken));
    }

    #[test]
    fn what_is_no_image_or_too_much_of_one_is_refused() {
        assert_eq!(read(&[]), Err(LogoProblem::Missing));
        for file in [
            b"<svg xmlns='http://www.w3.org/2000/svg'/>".as_slice(),
            b"GIF89a....",
            b"MZ",
            b"\0",
        ] {
            assert_eq!(read(file), Err(LogoProblem::Type));
        }
        assert_eq!(read(&vec![0; MAX_BYTES + 1]), Err(LogoProblem::TooLarge));
        for (width, height) in [(2049, 1), (1, 2049), (0, 1), (u32::MAX, u32::MAX)] {
            assert_eq!(read(&png_of(width, height, &[])), Err(LogoProblem::Dimensions));
        }
        assert!(read(&png_of(2048, 2048, &[])).is_ok());
    }
}
