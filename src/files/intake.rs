//! What is taken in: a PDF, a JPEG or a PNG, told by its content and not by its name. Pictures are
//! drawn anew, so that nothing but the picture is kept: no place and time of a camera, no bytes
//! behind the last one. A PDF is looked through and kept as it is.

use std::io::Cursor;

use image::{
    DynamicImage, ExtendedColorType, ImageDecoder as _, ImageEncoder as _, ImageFormat,
    ImageReader, Limits,
    codecs::{jpeg::JpegEncoder, png::PngEncoder},
};

use tokio::sync::Semaphore;

use super::{FilesError, beside, pdf};

/// The most bytes one file may have.
pub const FILE_BYTES_MAX: usize = 20 * 1_024 * 1_024;
/// The most pixels a picture may have.
pub const PIXELS_MAX: u64 = 50_000_000;
/// The longest side a picture may have.
const SIDE_MAX: u32 = 20_000;
/// The most memory drawing one picture may take.
const DRAWING_BYTES_MAX: u64 = 512 * 1_024 * 1_024;
/// How well a photograph is kept: of a scan every letter stays sharp.
const JPEG_QUALITY: u8 = 88;

/// How many files are looked through at a time: drawing a large picture takes memory.
static DRAWING: Semaphore = Semaphore::const_new(2);

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    Pdf,
    Jpeg,
    Png,
}

impl FileKind {
    /// Its stored name; the ending of a file's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }

    /// Reads a stored name.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Pdf, Self::Jpeg, Self::Png].into_iter().find(|kind| kind.as_str() == text)
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    /// What a file is, by how it begins.
    fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(Self::Pdf),
            [0xFF, 0xD8, 0xFF, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some(Self::Png),
            _ => None,
        }
    }
}

/// A file as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub kind: FileKind,
    pub bytes: Vec<u8>,
    /// Width and height of a picture.
    pub size: Option<(u32, u32)>,
}

/// Why a file is not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    #[error("the file is empty")]
    Empty,
    #[error("the file has more than {FILE_BYTES_MAX} bytes")]
    Size,
    #[error("the file is no PDF, JPEG or PNG")]
    Type,
    #[error("the file cannot be opened")]
    Unreadable,
    #[error("the picture has more than {PIXELS_MAX} pixels")]
    Pixels,
    #[error("the PDF does more than show pages")]
    Active,
    #[error("the PDF is closed with a password")]
    Encrypted,
}

impl NotTaken {
    /// Every code.
    pub const CODES: &[&str] = &[
        "file_active",
        "file_encrypted",
        "file_pixels",
        "file_required",
        "file_size",
        "file_type",
        "file_unreadable",
    ];

    /// The stable code: the key of its sentence.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "file_required",
            Self::Size => "file_size",
            Self::Type => "file_type",
            Self::Unreadable => "file_unreadable",
            Self::Pixels => "file_pixels",
            Self::Active => "file_active",
            Self::Encrypted => "file_encrypted",
        }
    }
}

/// Looks a file through and makes of it what is kept; done beside the requests.
pub async fn take_in(bytes: Vec<u8>) -> Result<Result<Taken, NotTaken>, FilesError> {
    // A closed semaphore would only let more in; this one is never closed.
    let _place = DRAWING.acquire().await;
    beside(move || Ok(read(bytes))).await
}

/// Looks a file through and makes of it what is kept.
pub fn read(bytes: Vec<u8>) -> Result<Taken, NotTaken> {
    if bytes.is_empty() {
        return Err(NotTaken::Empty);
    }
    if bytes.len() > FILE_BYTES_MAX {
        return Err(NotTaken::Size);
    }
    match FileKind::of(&bytes).ok_or(NotTaken::Type)? {
        FileKind::Pdf => {
            pdf::look_through(&bytes)?;
            Ok(Taken { kind: FileKind::Pdf, bytes, size: None })
        }
        kind @ (FileKind::Jpeg | FileKind::Png) => drawn_anew(kind, &bytes),
    }
}

/// What a file is that another service took in and drew anew: kept as it is, if it is one at all.
pub fn look_at(bytes: &[u8]) -> Result<(FileKind, Option<(u32, u32)>), NotTaken> {
    let kind = FileKind::of(bytes).ok_or(NotTaken::Type)?;
    let format = match kind {
        FileKind::Pdf => return pdf::look_through(bytes).map(|()| (kind, None)),
        FileKind::Jpeg => ImageFormat::Jpeg,
        FileKind::Png => ImageFormat::Png,
    };
    let size = ImageReader::with_format(Cursor::new(bytes), format).into_dimensions();
    let (width, height) = size.map_err(|_broken| NotTaken::Unreadable)?;
    let pixels = u64::from(width) * u64::from(height);
    if pixels > PIXELS_MAX || width > SIDE_MAX || height > SIDE_MAX {
        return Err(NotTaken::Pixels);
    }
    Ok((kind, Some((width, height))))
}

fn drawn_anew(kind: FileKind, bytes: &[u8]) -> Result<Taken, NotTaken> {
    let unreadable = |_broken| NotTaken::Unreadable;
    let format = if kind == FileKind::Jpeg { ImageFormat::Jpeg } else { ImageFormat::Png };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(DRAWING_BYTES_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(unreadable)?;
    // Told by its head, before a pixel is drawn.
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > PIXELS_MAX || width > SIDE_MAX || height > SIDE_MAX {
        return Err(NotTaken::Pixels);
    }
    let turned = decoder.orientation().map_err(unreadable)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    picture.apply_orientation(turned);
    let size = Some((picture.width(), picture.height()));
    let bytes = match kind {
        FileKind::Jpeg => as_jpeg(&picture),
        _ => as_png(picture),
    };
    Ok(Taken { kind, bytes: bytes.map_err(unreadable)?, size })
}

fn as_jpeg(picture: &DynamicImage) -> image::ImageResult<Vec<u8>> {
    let mut bytes = vec![];
    let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
    // A page in grey stays in grey: a third of the bytes.
    if picture.color().has_color() {
        let picture = picture.to_rgb8();
        let (width, height) = picture.dimensions();
        encoder.write_image(&picture, width, height, ExtendedColorType::Rgb8)?;
    } else {
        let picture = picture.to_luma8();
        let (width, height) = picture.dimensions();
        encoder.write_image(&picture, width, height, ExtendedColorType::L8)?;
    }
    Ok(bytes)
}

fn as_png(picture: DynamicImage) -> image::ImageResult<Vec<u8>> {
    let mut bytes = vec![];
    picture.write_with_encoder(PngEncoder::new(&mut bytes))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use image::{GrayImage, Rgb, RgbImage};

    use super::*;

    fn photograph() -> DynamicImage {
        let draw = |x: u32, y: u32| Rgb([(x * 3) as u8, (y * 5) as u8, (x ^ y) as u8]);
        DynamicImage::ImageRgb8(RgbImage::from_fn(60, 40, draw))
    }

    fn jpeg() -> Vec<u8> {
        as_jpeg(&photograph()).unwrap()
    }

    /// A JPEG with what a camera writes into it: which way it was held, and a place.
    fn of_a_camera() -> Vec<u8> {
        let plain = jpeg();
        let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01".to_vec();
        exif.extend(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0");
        exif.extend(b"11.312N 106.098E");
        let mut bytes = plain[..2].to_vec();
        bytes.extend([0xFF, 0xE1]);
        bytes.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
        bytes.extend(exif);
        bytes.extend(&plain[2..]);
        bytes
    }

    fn holds(bytes: &[u8], words: &[u8]) -> bool {
        bytes.windows(words.len()).any(|window| window == words)
    }

    #[test]
    fn a_photograph_is_turned_upright_and_forgets_its_camera() {
        let sent = of_a_camera();
        assert!(holds(&sent, b"106.098E"));
        let taken = read(sent).unwrap();
        assert_eq!((taken.kind, taken.size), (FileKind::Jpeg, Some((40, 60))));
        assert!(!holds(&taken.bytes, b"Exif") && !holds(&taken.bytes, b"106.098E"));
        assert_eq!(FileKind::of(&taken.bytes), Some(FileKind::Jpeg));
    }

    #[test]
    fn what_stands_behind_a_picture_is_not_kept_and_the_same_picture_is_the_same_file() {
        let mut sent = jpeg();
        let plain = read(sent.clone()).unwrap();
        sent.extend(b"<script>alert(1)</script>");
        assert_eq!(read(sent).unwrap(), plain);
        let png = as_png(DynamicImage::ImageLuma8(GrayImage::new(9, 7))).unwrap();
        let taken = read(png.clone()).unwrap();
        assert_eq!((taken.kind, taken.size), (FileKind::Png, Some((9, 7))));
        assert_eq!(read([png, b"PK\x03\x04".to_vec()].concat()).unwrap(), taken);
    }

    #[test]
    fn a_file_is_told_by_its_content_and_refused_with_the_reason() {
        let cut = jpeg()[..200].to_vec();
        let eicar = br"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";
        for (bytes, refused) in [
            (vec![], NotTaken::Empty),
            (b"<html>".to_vec(), NotTaken::Type),
            (b"GIF89a".to_vec(), NotTaken::Type),
            (eicar.to_vec(), NotTaken::Type),
            (cut, NotTaken::Unreadable),
            (b"\x89PNG\r\n\x1a\nnothing".to_vec(), NotTaken::Unreadable),
            (vec![0xFF; FILE_BYTES_MAX + 1], NotTaken::Size),
        ] {
            assert_eq!(read(bytes), Err(refused));
        }
    }

    #[test]
    fn a_picture_too_large_to_draw_is_refused_by_its_head() {
        // The head of a PNG that says it is 30,000 by 30,000 pixels; of the rest there is nothing.
        let png = as_png(DynamicImage::ImageLuma8(GrayImage::new(1, 1))).unwrap();
        for (width, height) in [(30_000_u32, 30_000_u32), (7_072, 7_072), (20_001, 1)] {
            let mut large = png.clone();
            large[16..20].copy_from_slice(&width.to_be_bytes());
            large[20..24].copy_from_slice(&height.to_be_bytes());
            let sum = crc(&large[12..29]);
            large[29..33].copy_from_slice(&sum.to_be_bytes());
            assert_eq!(read(large), Err(NotTaken::Pixels), "{width} x {height}");
        }
    }

    /// The check sum of a chunk of a PNG.
    fn crc(bytes: &[u8]) -> u32 {
        let mut sum = flate2::Crc::new();
        sum.update(bytes);
        sum.sum()
    }
}
