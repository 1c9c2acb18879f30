// Every entry, by `require`; prints how many names each gives.
const pkg = require("react-fullscript-connect/package.json");
const scripts = Object.keys(pkg.exports).filter((entry) => !/\.(css|json)$/.test(entry));
const counted = scripts.map((entry) => [entry, Object.keys(require(pkg.name + entry.slice(1))).length]);
console.log(
  JSON.stringify({
    ...Object.fromEntries(counted),
    "./styles.css": require.resolve("react-fullscript-connect/styles.css"),
  }),
);
