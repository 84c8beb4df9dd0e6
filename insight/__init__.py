"""What promotion brought: attribution, demand, dashboards and exports."""
