// Next.js with Auth.js (next-auth 5)
import NextAuth from "next-auth";

export const { auth, handlers } = NextAuth({
  providers: [], // yours
  trustHost: true,
  callbacks: {
    session({ session, token }) {
      session.user.id = token.sub ?? "";
      return session;
    },
  },
});
