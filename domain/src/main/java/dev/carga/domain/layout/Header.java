package dev.carga.domain.layout;

import dev.carga.domain.layout.HeadText.Line;
import java.util.List;

/// A line that names the columns of its file.
///
/// @param separator what separates the names
/// @param names     the names in the order of the line, without quotes and blanks around them; empty where a
///                  field has no name
record Header(Line line, Separator separator, List<String> names) {}
