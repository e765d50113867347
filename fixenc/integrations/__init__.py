"""fixenc on the engines that tables are processed with; each module needs the extra of its name."""
