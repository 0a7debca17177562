//! A person who uses the keyboard alone.

use super::browser::Browser;
use anyhow::{Result, bail, ensure};
use serde_json::Value;
use thirtyfour::{Key, TypingData};

/// More stops than a page has.
const STOPS: usize = 40;

/// Where the focus is: the name of a field, or the words of a link or a button; whether one sees that it is there.
const FOCUS: &str = "
    const place = document.activeElement;
    if (!place || place === document.body) return null;
    const box = place.getBoundingClientRect();
    const style = getComputedStyle(place);
    const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    const glow = style.boxShadow !== 'none';
    return {
        name: place.name || '',
        words: place.textContent.trim(),
        shown: place.matches(':focus-visible') && (ring || glow),
        inSight: box.top >= 0 && box.bottom <= innerHeight && box.width > 0 && box.height > 0,
    };
";

impl Browser {
    /// Presses a key.
    pub async fn key(&self, key: Key) -> Result<()> {
        self.strike(key).await
    }

    /// Types where the focus is.
    pub async fn write(&self, text: &str) -> Result<()> {
        self.strike(text).await
    }

    /// Goes on with the tabulator until the focus is on the field with this name, or on the button or link with
    /// these words. At each stop it must be seen where the focus is (WCAG 2.2, 2.4.7 and 2.4.11).
    pub async fn tab_to(&self, goal: &str) -> Result<()> {
        for _ in 0..STOPS {
            let focus = self.run(FOCUS).await?;
            if focus["name"] == goal || focus["words"] == goal {
                return Ok(());
            }
            self.key(Key::Tab).await?;
            let focus = self.run(FOCUS).await?;
            let seen = focus == Value::Null || (focus["shown"] == true && focus["inSight"] == true);
            ensure!(seen, "the focus is not seen: {focus}");
        }
        bail!("the tabulator does not lead to “{goal}”")
    }

    async fn strike(&self, keys: impl Into<TypingData>) -> Result<()> {
        Ok(self.driver.action_chain().send_keys(keys).perform().await?)
    }
}
