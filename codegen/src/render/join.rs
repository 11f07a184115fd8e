//! Joins expressions that the printer split over several lines although they fit on one.
//!
//! The printer has a fixed width, narrower than the one of the generated files, and breaks every
//! level of a nested call. Its output is lines whose indentation shows their nesting. No string
//! literal or comment spans lines.

/// Columns of a level of nesting.
const INDENT: usize = 4;

/// Columns of a line of code, as in `rustfmt.toml`.
const WIDTH: usize = 110;

/// Joins every call, signature, attribute, import and method chain that fits on one line, the
/// outermost first.
pub(super) fn join(text: &str) -> String {
    let text = join_type_arguments(text);
    let lines: Vec<&str> = text.lines().collect();
    let mut joined = String::with_capacity(text.len());
    let mut rest = lines.as_slice();
    while let Some((first, after)) = rest.split_first() {
        let attempt = |count| {
            let (inner, others) = after.split_at_checked(count)?;
            Some((one_line(first, inner)?, others))
        };
        let found = attempt(expression(first, after)).or_else(|| attempt(head_of_chain(first, after)));
        let (line, others) = found.unwrap_or_else(|| ((*first).to_owned(), after));
        joined.extend([&line, "\n"]);
        rest = others;
    }
    joined
}

/// Joins the type arguments of a call, which the printer splits if the call is long: `f::<T>(a)`. If the call does not
/// fit on one line, each argument has a line.
fn join_type_arguments(text: &str) -> String {
    let mut lines = text.lines();
    let mut joined = String::with_capacity(text.len());
    while let Some(first) = lines.next() {
        joined.push_str(first);
        if first.ends_with("::<") && !is_doc(first) {
            let mut types = Vec::new();
            let mut call = "";
            for line in lines.by_ref().map(str::trim_start) {
                if line.starts_with(">(") {
                    call = line;
                    break;
                }
                types.push(line);
            }
            let types = types.join(" ");
            let types = types.strip_suffix(',').unwrap_or(&types);
            let width = first.chars().count() + types.chars().count() + call.chars().count();
            joined.push_str(types);
            match arguments(call).filter(|_| width > WIDTH) {
                Some((arguments, end)) => {
                    let indent = " ".repeat(indentation(first));
                    joined.push_str(">(\n");
                    for argument in arguments {
                        joined.extend([&indent, "    ", argument, ",\n"]);
                    }
                    joined.extend([&indent, ")", end]);
                }
                None => joined.push_str(call),
            }
        }
        joined.push('\n');
    }
    joined
}

/// The arguments of a call on one line, and the text after them: `>(a, g(b, c)),` → `a` and `g(b, c)`, and `,`.
fn arguments(call: &str) -> Option<(Vec<&str>, &str)> {
    let call = call.strip_prefix(">(")?;
    let (mut depth, mut start, mut in_string, mut escaped) = (0_usize, 0, false, false);
    let mut arguments = Vec::new();
    for (at, c) in call.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            _ if in_string => {}
            ')' | ',' if depth == 0 => {
                arguments.push(call.get(start..at)?.trim_start());
                start = at + 1;
                if c == ')' {
                    return Some((arguments, call.get(start..)?));
                }
            }
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    None
}

/// How many lines after the first one belong to its expression.
fn expression(first: &str, after: &[&str]) -> usize {
    let deeper = after.iter().take_while(|line| indentation(line) > indentation(first)).count();
    let is_chain = after
        .iter()
        .take(deeper)
        .any(|line| line.trim_start().starts_with('.') && indentation(line) == indentation(first) + INDENT);
    match after.get(deeper) {
        _ if is_chain => deeper,
        Some(close) if opens(first) && closes(close) => deeper + 1,
        _ => 0,
    }
}

/// How many lines after the first one belong to a call whose result the next lines call methods on:
/// the printer indents its arguments twice.
fn head_of_chain(first: &str, after: &[&str]) -> usize {
    let indent = indentation(first) + INDENT;
    match after.iter().position(|line| indentation(line) <= indent) {
        Some(at) if opens(first) && after.get(at).is_some_and(|line| closes(line)) => at + 1,
        _ => 0,
    }
}

fn opens(line: &str) -> bool {
    let is_import = line.trim_start().starts_with("use ");
    !is_doc(line) && (line.ends_with(['(', '[']) || (is_import && line.ends_with('{')))
}

fn closes(line: &str) -> bool {
    line.trim_start().starts_with([')', ']', '}'])
}

/// The lines as one; `None` if they are one already, or do not fit.
fn one_line(first: &str, inner: &[&str]) -> Option<String> {
    if inner.is_empty() || inner.iter().any(|line| is_doc(line)) {
        return None;
    }
    let mut line = first.to_owned();
    for next in inner.iter().map(|line| line.trim_start()) {
        if next.starts_with([')', ']', '}']) && line.ends_with(',') {
            line.pop();
        } else if !line.ends_with(['(', '[', '{']) && !next.starts_with(['.', ')', ']', '}']) {
            line.push(' ');
        }
        line.push_str(next);
    }
    (line.chars().count() <= WIDTH).then_some(line)
}

fn is_doc(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

fn indentation(line: &str) -> usize {
    if line.is_empty() { usize::MAX } else { line.len() - line.trim_start().len() }
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn lines() {
        let table = [
            (
                "fn f(\n    &self,\n    a: A,\n) -> B {\n    g(a)\n}\n",
                "fn f(&self, a: A) -> B {\n    g(a)\n}\n",
            ),
            ("use a::{\n    B, C,\n};\n", "use a::{B, C};\n"),
            ("pub struct A {\n    pub b: C,\n}\n", "pub struct A {\n    pub b: C,\n}\n"),
            (
                "    Self(\n        self\n            .0\n            .f(\"a,\", b),\n    )\n",
                "    Self(self.0.f(\"a,\", b))\n",
            ),
            ("    a\n        .b()\n        .c()\n}\n", "    a.b().c()\n}\n"),
            (
                "    f(\n        g(\n                a,\n            )\n            .h(),\n    )\n",
                "    f(g(a).h())\n",
            ),
            ("/// see (\nfn f(\n    a: A,\n) {}\n", "/// see (\nfn f(a: A) {}\n"),
            ("#[serde(\n    rename = \"a\",\n    default,\n)]\n", "#[serde(rename = \"a\", default)]\n"),
            (
                "    a\n        .f::<\n            B,\n        >(\"x\", c)\n        .d()\n}\n",
                "    a.f::<B>(\"x\", c).d()\n}\n",
            ),
            ("f(\n    // why\n    a,\n)\n", "f(\n    // why\n    a,\n)\n"),
        ];
        for (split, joined) in table {
            assert_eq!(join(split), joined);
        }
    }

    #[test]
    fn outer_lines_stay_split_if_they_do_not_fit() {
        let long = "x".repeat(70);
        let split = format!("f(\n    g(\n        {long},\n        1,\n    ),\n    {long},\n)\n");
        assert_eq!(join(&split), format!("f(\n    g({long}, 1),\n    {long},\n)\n"));
        let split =
            format!("f(\n    a\n        .g::<\n            B,\n        >(\"(,\", {long}, h(1, 2)),\n)\n");
        assert_eq!(join(&split), format!("f(a.g::<B>(\"(,\", {long}, h(1, 2)))\n"));
        let split = format!(
            "f(\n    a\n        .g::<\n            B,\n        >(\"(,\", {long}, {long}, h(1, 2)),\n)\n"
        );
        let arguments =
            format!("            \"(,\",\n            {long},\n            {long},\n            h(1, 2),\n");
        assert_eq!(join(&split), format!("f(\n    a\n        .g::<B>(\n{arguments}        ),\n)\n"));
        let split = format!("f(\n    g(\n            {long},\n        )\n        .h({long}),\n)\n");
        assert_eq!(join(&split), format!("f(\n    g({long})\n        .h({long}),\n)\n"));
    }
}
