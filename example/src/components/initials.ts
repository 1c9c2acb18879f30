/** "Dr. Amara Osei" is "AO". */
export function initials(name: string): string {
  const words = name.split(" ").filter((word) => !word.endsWith("."));
  return words.map(([letter]) => letter).join("");
}
