import { Link, NavLink, Outlet } from "react-router";
import { AccountMenu } from "./AccountMenu";
import { Brand } from "./Brand";
import { Notice } from "./Notice";

/** The frame of every page. */
export function Layout() {
  return (
    <div className="frame">
      <a className="skip-link" href="#main">
        Skip to content
      </a>
      <header className="header">
        <div className="header-row">
          <Link className="brand" to="/" aria-label="Quillwood Clinic, home">
            <Brand />
            <span>Quillwood</span>
          </Link>
          <nav className="nav" aria-label="Main">
            <NavLink to="/patients">Patients</NavLink>
            <NavLink to="/integrations">Integrations</NavLink>
          </nav>
          <AccountMenu />
        </div>
      </header>
      <Notice />
      <main id="main" className="main" tabIndex={-1}>
        <Outlet />
      </main>
      <footer className="footer">
        <p>Quillwood Clinic is invented, and so are its people. It shows how an app connects Fullscript accounts.</p>
      </footer>
    </div>
  );
}
