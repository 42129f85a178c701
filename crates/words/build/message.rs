//! A message of a Fluent file, in the short form that `src/pattern.rs` reads.

use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey},
    parser,
};

/// A message: its name, and what it says.
pub(crate) struct Message {
    pub(crate) id: String,
    /// With each variable's number in braces, and variants behind bars: `{0|one=a file|*={0} files}`.
    pub(crate) pattern: String,
    /// Its variables, numbered in the order in which they come.
    pub(crate) variables: Vec<String>,
    /// The variables by whose number it chooses a variant, each with the keys of its variants.
    pub(crate) choices: Vec<(String, Vec<String>)>,
}

/// The messages of a file, and what is wrong with it.
pub(crate) fn parse(path: &str, source: &str) -> (Vec<Message>, Vec<String>) {
    let (resource, mut problems) = match parser::parse(source) {
        Ok(resource) => (resource, Vec::new()),
        Err((resource, errors)) => {
            let told = errors.iter().map(|error| format!("{path}: at byte {}: {error}", error.pos.start));
            (resource, told.collect())
        }
    };
    let mut messages = Vec::new();
    for entry in resource.body {
        match entry {
            Entry::Message(message) => {
                let id = message.id.name.to_owned();
                match message.value.as_ref().map(|value| Reader::default().read(value)) {
                    Some(Ok((pattern, Reader { variables, choices }))) => {
                        messages.push(Message { id, pattern, variables, choices });
                    }
                    Some(Err(problem)) => problems.push(format!("{path}: {id}: {problem}")),
                    None => problems.push(format!("{path}: {id} says nothing")),
                }
            }
            Entry::Term(term) => problems.push(format!("{path}: -{}: terms are not supported", term.id.name)),
            _ => {}
        }
    }
    (messages, problems)
}

#[derive(Default)]
struct Reader {
    variables: Vec<String>,
    choices: Vec<(String, Vec<String>)>,
}

impl Reader {
    fn read(mut self, value: &Pattern<&str>) -> Result<(String, Self), String> {
        let pattern = self.pattern(value, true)?;
        Ok((pattern, self))
    }

    fn pattern(&mut self, pattern: &Pattern<&str>, outermost: bool) -> Result<String, String> {
        let mut text = String::new();
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } if value.contains(['{', '}', '|', '\n']) => {
                    return Err(format!("line breaks, braces and bars are not supported: {value:?}"));
                }
                PatternElement::TextElement { value } => text.push_str(value),
                PatternElement::Placeable { expression } => {
                    text.push_str(&self.placeable(expression, outermost)?)
                }
            }
        }
        Ok(text)
    }

    fn placeable(&mut self, expression: &Expression<&str>, outermost: bool) -> Result<String, String> {
        match expression {
            Expression::Inline(InlineExpression::VariableReference { id }) => {
                Ok(format!("{{{}}}", self.number(id.name)))
            }
            Expression::Inline(InlineExpression::StringLiteral { value })
                if !value.contains(['{', '}', '|', '\\']) =>
            {
                Ok((*value).to_owned())
            }
            Expression::Select { selector: InlineExpression::VariableReference { id }, variants }
                if outermost =>
            {
                let number = self.number(id.name);
                self.variants(id.name, variants).map(|variants| format!("{{{number}{variants}}}"))
            }
            _ => {
                Err("only variables, plain text in quotes and choices by a variable are supported".to_owned())
            }
        }
    }

    fn variants(&mut self, variable: &str, variants: &[Variant<&str>]) -> Result<String, String> {
        let (mut text, mut keys) = (String::new(), Vec::new());
        for variant in variants {
            let name = match variant.key {
                VariantKey::Identifier { name } => name,
                VariantKey::NumberLiteral { value } => value,
            };
            let key = if variant.default { "*" } else { name };
            keys.push(name.to_owned());
            text.push_str(&format!("|{key}={}", self.pattern(&variant.value, false)?));
        }
        self.choices.push((variable.to_owned(), keys));
        Ok(text)
    }

    fn number(&mut self, name: &str) -> usize {
        self.variables.iter().position(|known| known == name).unwrap_or_else(|| {
            self.variables.push(name.to_owned());
            self.variables.len() - 1
        })
    }
}
