namespace GoogLeNetSharp.Inspection;

/// <summary>Script of the page: sorts and filters the table; selects, finds and zooms in the drawing. Without it, the page shows the same
/// content.</summary>
internal static class SummaryPageScript
{
    public const string Text = """
        (() => {
          const table = document.getElementById("layer-table"), body = table.tBodies[0], rows = [...body.rows];
          const heads = [...table.tHead.rows[0].cells];
          const filter = document.getElementById("filter"), leaves = document.getElementById("leaves");
          const value = (row, i) => { const v = row.cells[i].dataset.v; return v === undefined ? row.cells[i].textContent : Number(v); };
          const sort = head => {
            const i = head.cellIndex, number = head.classList.contains("n"), first = number ? "descending" : "ascending";
            const second = number ? "ascending" : "descending", now = head.getAttribute("aria-sort");
            const next = now === "none" ? first : now === first ? second : "none";
            for (const other of heads) other.setAttribute("aria-sort", "none");
            head.setAttribute("aria-sort", next);
            const dir = next === "ascending" ? 1 : -1;
            body.append(...(next === "none" ? rows : [...rows].sort((a, b) => {
              const x = value(a, i), y = value(b, i);
              return dir * (number ? x - y : x.localeCompare(y, "en", { numeric: true }));
            })));
          };
          const onKeys = (element, action) => element.addEventListener("keydown", e => {
            if (e.key !== "Enter" && e.key !== " ") return;
            e.preventDefault();
            action();
          });
          for (const head of heads) {
            head.addEventListener("click", () => sort(head));
            onKeys(head, () => sort(head));
          }
          const textOf = row => (row.cells[0].textContent + " " + row.cells[1].textContent).toLowerCase();
          const show = () => {
            const wanted = filter.value.toLowerCase();
            for (const row of rows) row.hidden = (leaves.checked && row.dataset.leaf === "0") || !textOf(row).includes(wanted);
          };
          filter.addEventListener("input", show);
          leaves.addEventListener("change", show);

          const section = document.getElementById("network"), canvas = section.querySelector(".canvas");
          const drawing = canvas.querySelector("svg");
          const nodes = [...canvas.querySelectorAll(".node")], details = document.getElementById("details");
          const rowOf = node => rows.find(row => row.dataset.path === node.dataset.path);
          const add = (parent, tag, text, name) => {
            const child = parent.appendChild(document.createElement(tag));
            child.textContent = text;
            if (name) child.className = name;
            return child;
          };
          let chosen = null;
          const choose = node => {
            if (chosen) { chosen.classList.remove("chosen"); rowOf(chosen).classList.remove("chosen"); }
            chosen = node;
            details.hidden = !node;
            if (!node) return;
            const row = rowOf(node);
            node.classList.add("chosen");
            row.classList.add("chosen");
            details.replaceChildren();
            add(details, "button", "\u00d7", "close").setAttribute("aria-label", "Close");
            details.firstChild.addEventListener("click", () => { choose(null); node.focus(); });
            add(details, "h3", row.cells[0].textContent);
            const facts = add(details, "dl", "");
            const fact = (name, text) => { if (text !== "-") { add(facts, "dt", name); add(facts, "dd", text); } };
            for (const i of [1, 2, 3, 4, 5]) fact(heads[i].textContent, row.cells[i].textContent);
            const below = row.dataset.leaf === "1" ? "" : ", all below it included";
            fact("Parameters" + below, row.dataset.parameters);
            fact("Multiply-adds" + below, row.dataset.multiplyadds);
            fact("Output bytes", row.cells[10].textContent);
            if (row.cells[11].textContent !== "1") fact("Calls", row.cells[11].textContent);
            const jump = add(details, "button", "Show in the table");
            jump.addEventListener("click", () => {
              filter.value = ""; leaves.checked = false; show(); row.scrollIntoView({ block: "center" });
            });
          };
          nodes.forEach((node, i) => {
            node.addEventListener("click", () => choose(node));
            onKeys(node, () => choose(node));
            node.addEventListener("keydown", e => {
              const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[e.key];
              if (!step || !nodes[i + step]) return;
              e.preventDefault();
              nodes[i + step].focus();
            });
          });
          section.addEventListener("keydown", e => {
            if (e.key === "Escape" && chosen) { const node = chosen; choose(null); node.focus(); }
          });

          const find = document.getElementById("find"), found = document.getElementById("found");
          let hits = [], at = -1;
          const visit = () => {
            if (hits.length === 0) return;
            at = (at + 1) % hits.length;
            found.value = (at + 1) + " of " + hits.length;
            choose(hits[at]);
            hits[at].scrollIntoView({ block: "center", inline: "center" });
          };
          find.addEventListener("input", () => {
            const wanted = find.value.trim().toLowerCase();
            hits = wanted === "" ? [] : nodes.filter(node => textOf(rowOf(node)).includes(wanted));
            at = -1;
            nodes.forEach(node => node.classList.toggle("found", hits.includes(node)));
            canvas.classList.toggle("searching", wanted !== "");
            found.value = wanted === "" ? "" : hits.length === 0 ? "none" : hits.length + " found";
          });
          find.addEventListener("keydown", e => { if (e.key === "Enter") visit(); });

          const natural = drawing.viewBox.baseVal.width;
          const zoom = factor => {
            if (factor === 0) { drawing.style.width = drawing.style.maxWidth = ""; return; }
            const width = Math.min(8 * natural, Math.max(natural / 4, drawing.getBoundingClientRect().width * factor));
            drawing.style.maxWidth = "none";
            drawing.style.width = width + "px";
          };
          document.getElementById("smaller").addEventListener("click", () => zoom(1 / 1.25));
          document.getElementById("larger").addEventListener("click", () => zoom(1.25));
          document.getElementById("fit").addEventListener("click", () => zoom(0));
          canvas.addEventListener("keydown", e => {
            const factor = { "+": 1.25, "=": 1.25, "-": 1 / 1.25, "0": 0 }[e.key];
            if (factor !== undefined && !e.ctrlKey && !e.metaKey) zoom(factor);
          });
          canvas.addEventListener("wheel", e => {
            if (!e.ctrlKey) return;
            e.preventDefault();
            zoom(e.deltaY < 0 ? 1.1 : 1 / 1.1);
          }, { passive: false });

          for (const button of section.querySelectorAll("[data-drawing]")) {
            button.addEventListener("click", () => {
              const text = new XMLSerializer().serializeToString(document.querySelector("#drawing-" + button.dataset.drawing + " svg"));
              const link = document.createElement("a");
              link.href = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
              link.download = section.dataset.model + "-" + button.dataset.drawing + ".svg";
              link.click();
              setTimeout(() => URL.revokeObjectURL(link.href), 10000);
            });
          }
          section.querySelector(".tools").hidden = false;
        })();
        """;
}
