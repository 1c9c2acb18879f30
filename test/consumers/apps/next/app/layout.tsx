import { connection } from "next/server";
import type { ReactNode } from "react";
import "react-fullscript-connect/styles.css";
import { Providers } from "./Providers";

export const metadata = { title: "Clinic", icons: "data:," };

export default async function Layout({ children }: { children: ReactNode }) {
  // A page that was rendered in advance has no nonce.
  await connection();
  return (
    <html lang="en">
      <body>
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}
