import Link from "next/link";
import { connection } from "next/server";

export default async function OtherPage() {
  await connection();
  return (
    <main>
      <h1>Other page</h1>
      <Link href="/router/start">Integrations</Link>
    </main>
  );
}
