namespace Edge.ModelTools.Reporting;

/// <summary>
/// Lets the reader sort and filter the long tables. The page says the same without it. It loads nothing, and has neither a smaller-than
/// sign nor an ampersand, so that the page stays well-formed XML.
/// </summary>
internal static class ReportScript
{
    /// <summary>JavaScript.</summary>
    public const string Source = """

        for (const table of document.querySelectorAll("table.sortable")) {
          const rows = Array.from(table.tBodies[0].rows);
          const filter = document.createElement("input");
          filter.type = "search";
          filter.placeholder = "filter";
          filter.setAttribute("aria-label", "show only rows with this text");
          filter.addEventListener("input", () => {
            const text = filter.value.toLowerCase();
            for (const row of rows) { row.hidden = !row.textContent.toLowerCase().includes(text); }
          });
          table.before(filter);
          const value = (row, column) => {
            const text = row.cells[column].textContent;
            return text === "exact" ? Infinity : text === "no signal" ? -Infinity : text === "" ? -Infinity : Number.parseFloat(text);
          };
          const compare = (a, b, column) => {
            const x = value(a, column), y = value(b, column);
            if (Number.isNaN(x) || Number.isNaN(y)) { return a.cells[column].textContent.localeCompare(b.cells[column].textContent); }
            return x === y ? 0 : x > y ? 1 : -1;
          };
          const heads = Array.from(table.tHead.rows[0].cells);
          heads.forEach((head, column) => {
            const button = document.createElement("button");
            button.type = "button";
            button.textContent = head.textContent;
            head.replaceChildren(button);
            button.addEventListener("click", () => {
              const direction = head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
              for (const other of heads) { other.removeAttribute("aria-sort"); }
              head.setAttribute("aria-sort", direction);
              rows.sort((a, b) => (direction === "ascending" ? 1 : -1) * compare(a, b, column));
              table.tBodies[0].append(...rows);
            });
          });
        }

        """;
}
