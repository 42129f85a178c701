//! The mark and the icons, as inline SVG: nothing to download, coloured by the stylesheet.

use leptos::prelude::*;

/// The narwhal.
#[component]
pub(crate) fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" width="36" height="36" viewBox="0 0 48 48" aria-hidden="true">
            <path d="M28.6 19.2c4.6.2 9 4.2 8.8 9.6-.3 7-7.8 11.8-16 11-6.8-.7-11.8-5.2-12.8-11.4-3-.8-5.2-3-5.6-6.2 3-.2 5.2.4 6.8 2 .4-2.8 2.2-4.8 5.2-5.8 1 3.2.2 6.2-2.2 8.4.8 1.8 2.2 2.8 4 2.6 4.2-.6 5-10.4 11.8-10.2Z"></path>
            <path class="horn" d="m31.4 18.3 14.8-17.3-9.4 21.2c-1.4-1.8-3.2-3.2-5.4-3.9Z"></path>
            <circle class="eye" cx="31" cy="27.4" r="1.6"></circle>
        </svg>
    }
}

/// What an icon shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Clock,
    Lock,
    Back,
    Person,
    Paperclip,
}

impl Shape {
    const fn path(self) -> &'static str {
        match self {
            Self::Clock => {
                "M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20Zm0 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16Zm1 2.5V11.6l3.6 2.1-1 1.7L11 12.7V6.5Z"
            }
            Self::Lock => {
                "M12 2a5 5 0 0 1 5 5v2h1a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-9c0-1.1.9-2 2-2h1V7a5 5 0 0 1 5-5Zm0 2a3 3 0 0 0-3 3v2h6V7a3 3 0 0 0-3-3Zm-6 7v9h12v-9Z"
            }
            Self::Back => "m11 5 1.4 1.4L7.8 11H20v2H7.8l4.6 4.6L11 19l-7-7Z",
            Self::Paperclip => {
                "M16.5 6v11.5a4 4 0 0 1-8 0V5a2.5 2.5 0 0 1 5 0v10.5a1 1 0 0 1-2 0V6H10v9.5a2.5 2.5 0 0 0 5 0V5a4 4 0 0 0-8 0v12.5a5.5 5.5 0 0 0 11 0V6Z"
            }
            Self::Person => {
                "M12 3a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9Zm0 11c4.4 0 8 2.2 8 5v2H4v-2c0-2.8 3.6-5 8-5Z"
            }
        }
    }
}

/// An icon beside words.
#[component]
pub(crate) fn Icon(shape: Shape) -> impl IntoView {
    view! {
        <svg class="icon" width="20" height="20" viewBox="0 0 24 24" aria-hidden="true">
            <path d=shape.path()></path>
        </svg>
    }
}
