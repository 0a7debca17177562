//! Tables as files for spreadsheets: comma-separated values (RFC 4180), of which no cell is taken for a formula (OWASP,
//! "CSV Injection").

use crate::error::Fault;
use std::borrow::Cow;

/// Spreadsheets take a file for UTF-8 only by its byte order mark.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// What a formula begins with, in some spreadsheet.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A file with these lines, to which [`lines`] can be added.
///
/// # Errors
/// None that is known: it is written to memory.
pub fn file<R, C>(rows: impl IntoIterator<Item = R>) -> Result<Vec<u8>, Fault>
where
    R: IntoIterator<Item = C>,
    C: AsRef<str>,
{
    Ok([BYTE_ORDER_MARK, &lines(rows)?].concat())
}

/// Further lines of a file.
///
/// # Errors
/// None that is known: they are written to memory.
pub fn lines<R, C>(rows: impl IntoIterator<Item = R>) -> Result<Vec<u8>, Fault>
where
    R: IntoIterator<Item = C>,
    C: AsRef<str>,
{
    let broken =
        |error: &dyn std::fmt::Display| Fault::Internal(format!("a table can't be written: {error}"));
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        let cells = row.into_iter().map(|cell| escaped(cell.as_ref()).into_owned());
        writer.write_record(cells).map_err(|error| broken(&error))?;
    }
    writer.into_inner().map_err(|error| broken(&error))
}

/// The cell as no spreadsheet takes it for a formula: with an apostrophe before it.
fn escaped(cell: &str) -> Cow<'_, str> {
    match cell.starts_with(FORMULA) {
        true => Cow::Owned(format!("'{cell}")),
        false => Cow::Borrowed(cell),
    }
}

/// A cell that was read, as it was before a file was made of it.
pub(crate) fn unescaped(cell: &str) -> &str {
    cell.strip_prefix('\'')
        .filter(|rest| rest.starts_with(FORMULA))
        .unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_table_is_a_formula() {
        let cells = [
            "=1+1",
            "+49",
            "-1",
            "@SUM(A1)",
            "\tx",
            "a=b",
            "Ada \"=\" Sommer, Berlin",
            "",
        ];
        let written = lines([cells, cells]).expect("a table");
        let line = "'=1+1,'+49,'-1,'@SUM(A1),'\tx,a=b,\"Ada \"\"=\"\" Sommer, Berlin\",\r\n";
        assert_eq!(String::from_utf8(written).expect("text"), line.repeat(2));
        for cell in cells {
            assert_eq!(unescaped(&escaped(cell)), cell);
        }
    }
}
