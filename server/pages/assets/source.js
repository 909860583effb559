// Brings the cited passage into view when the address names it only in its query.

if (!location.hash) {
  document.getElementById("cited")?.scrollIntoView({ block: "center" });
}
