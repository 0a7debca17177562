//! A form that a person fills in and sends.

use super::browser::Browser;
use super::landed::Landed;
use super::page::parse;
use scraper::ElementRef;
use url::Url;
use url::form_urlencoded::Serializer;

/// A form with its fields, hidden ones included.
#[derive(Clone, Debug)]
pub struct FilledForm {
    /// Where it goes.
    pub action: Url,
    /// `get` or `post`.
    pub method: String,
    /// Names of the fields that nobody sees.
    pub hidden: Vec<String>,
    /// Whether it only looks for something.
    pub is_search: bool,
    fields: Vec<(String, String)>,
    /// Boxes and choices that are not ticked.
    open: Vec<(String, String)>,
    /// Name and value of each submit button; most have neither.
    buttons: Vec<(String, String)>,
    /// The button that is pressed: the first, if nobody chooses.
    pressed: usize,
}

impl FilledForm {
    pub(super) fn read(form: &ElementRef<'_>, page: &Url) -> Self {
        let attribute = |element: &ElementRef<'_>, name| element.attr(name).unwrap_or_default().to_owned();
        let named = |element: ElementRef<'_>| (attribute(&element, "name"), attribute(&element, "value"));
        let is_open = |field: &ElementRef<'_>| {
            matches!(field.attr("type"), Some("checkbox" | "radio")) && field.attr("checked").is_none()
        };
        let (open, fields): (Vec<_>, Vec<_>) = form
            .select(&parse("input[name], select[name], textarea[name]"))
            .partition(is_open);
        let entries = |fields: Vec<ElementRef<'_>>| -> Vec<_> {
            fields
                .iter()
                .map(|field| (attribute(field, "name"), entry(field)))
                .collect()
        };
        Self {
            action: page
                .join(form.attr("action").unwrap_or_default())
                .expect("an address"),
            method: form.attr("method").unwrap_or("get").to_lowercase(),
            hidden: form
                .select(&parse("input[type=hidden][name]"))
                .map(|field| attribute(&field, "name"))
                .collect(),
            is_search: form.attr("role") == Some("search") && form.attr("method") == Some("get"),
            fields: entries(fields),
            open: entries(open),
            buttons: form
                .select(&parse("button:not([type=button])"))
                .map(named)
                .collect(),
            pressed: 0,
        }
    }

    /// The value of a field.
    ///
    /// # Panics
    /// When the form has no such field.
    pub fn value(&self, name: &str) -> &str {
        let field = self.fields.iter().find(|(own, _)| own == name);
        field
            .map(|(_, value)| value.as_str())
            .unwrap_or_else(|| panic!("no field {name}: {self:?}"))
    }

    /// Types into a field.
    ///
    /// # Panics
    /// When the form has no such field.
    #[must_use]
    pub fn fill(mut self, name: &str, value: &str) -> Self {
        let field = self.fields.iter_mut().find(|(own, _)| own == name);
        match field {
            Some(field) => value.clone_into(&mut field.1),
            None => panic!("no field {name}"),
        }
        self
    }

    /// Ticks a box.
    ///
    /// # Panics
    /// When the form has no such box, or it is ticked.
    #[must_use]
    pub fn tick(mut self, name: &str) -> Self {
        let found = self.open.iter().position(|(own, _)| own == name);
        let found = found.unwrap_or_else(|| panic!("no open box {name}: {self:?}"));
        self.fields.push(self.open.remove(found));
        self
    }

    /// Chooses the button with that value.
    ///
    /// # Panics
    /// When the form has no such button.
    #[must_use]
    pub fn press(mut self, value: &str) -> Self {
        let found = self.buttons.iter().position(|(_, own)| own == value);
        self.pressed = found.unwrap_or_else(|| panic!("no button {value}: {self:?}"));
        self
    }

    /// Presses none of the buttons: what one of them would send is added by [`FilledForm::with`].
    #[must_use]
    pub fn press_nothing(mut self) -> Self {
        self.buttons.clear();
        self
    }

    /// Takes a field out, as only a tampered page would.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.fields.retain(|(own, _)| own != name);
        self
    }

    /// Adds a field, as choosing a radio button does.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// What is sent, in order: the fields, and the button that was pressed.
    pub fn sent(&self) -> Vec<(String, String)> {
        let button = self
            .buttons
            .get(self.pressed)
            .filter(|(name, _)| !name.is_empty());
        self.fields.iter().chain(button).cloned().collect()
    }

    /// Sends it with a file of that name in a field: no name and no bytes where none is chosen.
    pub async fn upload(&self, browser: &mut Browser, field: &str, file: (&str, &[u8])) -> Landed {
        assert_eq!(self.method, "post", "a file is sent by a POST form");
        let form = with_file(&self.sent(), field, file);
        browser.post(&self.action, form).await
    }

    /// Sends it from the page that it stands on.
    ///
    /// # Panics
    /// When it goes by GET and is no search.
    pub async fn submit(&self, browser: &mut Browser) -> Landed {
        if self.is_search {
            let query = Serializer::new(String::new()).extend_pairs(self.sent()).finish();
            return browser.get(&format!("{}?{query}", self.action.path())).await;
        }
        assert_eq!(self.method, "post", "every step goes on by a POST form");
        browser.post_form(&self.action, &self.sent()).await
    }
}

/// A form with a file of that name in a field (RFC 7578): its media type, and its body.
pub fn with_file(fields: &[(String, String)], field: &str, file: (&str, &[u8])) -> (String, Vec<u8>) {
    const BOUNDARY: &str = "----a-boundary-that-no-field-holds";
    let mut body = Vec::new();
    let fields = fields.iter().filter(|(name, _)| name != field);
    for (name, value) in fields {
        let part =
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let (name, bytes) = file;
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    );
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(bytes);
    body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={BOUNDARY}"), body)
}

/// What stands in a field, or is chosen in a list.
fn entry(field: &ElementRef<'_>) -> String {
    match field.value().name() {
        "textarea" => field.text().collect(),
        "select" => {
            let options: Vec<_> = field.select(&parse("option")).collect();
            let chosen = options.iter().find(|option| option.attr("selected").is_some());
            let shown = chosen.or(options.first());
            shown
                .and_then(|option| option.attr("value"))
                .unwrap_or_default()
                .to_owned()
        }
        _ => field.attr("value").unwrap_or_default().to_owned(),
    }
}
