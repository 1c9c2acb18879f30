/** Initials in a circle: "Dr. Amara Osei" is "AO". Decoration, beside the name itself. */
export function Avatar({ name }: { name: string }) {
  const words = name.split(" ").filter((word) => !word.endsWith("."));
  return <span className="avatar" aria-hidden="true" data-initials={words.map(([letter]) => letter).join("")} />;
}
